import http.client
import smtplib
import socket
import urllib.request

escapes = []


def udp():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", @LISTENER_PORT@))


for name, attempt in (
    ("tcp", lambda: socket.create_connection(("127.0.0.1", @LISTENER_PORT@), 1)),
    ("tcp6", lambda: socket.create_connection(("::1", @LISTENER_PORT@), 1)),
    ("udp", udp),
    ("unix", lambda: socket.socket(1).connect("/var/run/docker.sock")),
    ("raw", lambda: socket.socket(2, 3, 1)),
    ("pair", lambda: socket.socketpair()),
    ("fd", lambda: socket.socket(fileno=0)),
    ("dns", lambda: socket.getaddrinfo("localhost", 80)),
    ("name", lambda: socket.gethostbyname("localhost")),
    ("urllib", lambda: urllib.request.urlopen("http://127.0.0.1:@LISTENER_PORT@/", timeout=1).read()),
    ("metadata", lambda: urllib.request.urlopen("http://169.254.169.254/latest/", timeout=1).read()),
    ("file-url", lambda: urllib.request.urlopen("file://@CANARY_FILE@").read()),
    ("http", lambda: http.client.HTTPConnection("127.0.0.1", @LISTENER_PORT@, timeout=1).request("GET", "/")),
    ("smtp", lambda: smtplib.SMTP("127.0.0.1", @LISTENER_PORT@, timeout=1)),
    ("server", lambda: socket.create_server(("127.0.0.1", 0))),
):
    try:
        escapes.append((name, attempt()))
    except OSError:
        pass
print(escapes or "held")
