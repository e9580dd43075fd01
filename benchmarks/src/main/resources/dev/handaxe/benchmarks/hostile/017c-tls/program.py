import ssl

context = ssl.create_default_context()
print(ssl.get_server_certificate(("127.0.0.1", @LISTENER_PORT@), timeout=1))
