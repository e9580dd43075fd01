import socket

sock = socket.socket()
sock.connect(("127.0.0.1", @LISTENER_PORT@))
sock.sendall(b"here I am")
print("connected")
