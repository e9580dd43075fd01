import _socket
import select

escapes = []
for name, attempt in (
    ("socket", lambda: _socket.socket(2, 1, 0).connect(("127.0.0.1", @LISTENER_PORT@))),
    ("poll", lambda: select.poll().poll(0)),
    ("epoll", lambda: select.epoll()),
    ("name", lambda: _socket.gethostname() or _socket.socket()),
    ("interfaces", lambda: _socket.if_nameindex()),
):
    try:
        escapes.append((name, attempt()))
    except (OSError, AttributeError, NotImplementedError):
        pass
print(escapes or "held")
