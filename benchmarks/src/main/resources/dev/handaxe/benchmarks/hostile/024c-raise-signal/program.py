import signal

escapes = []
for name in ("SIGABRT", "SIGSTOP", "SIGKILL"):
    try:
        signal.raise_signal(getattr(signal, name))
        escapes.append(name)
    except (OSError, AttributeError, NotImplementedError, ValueError):
        pass
print(escapes or "held")
