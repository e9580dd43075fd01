import os

escapes = []
for name, arguments in (("memfd_create", ("x",)), ("eventfd", (0,)), ("openpty", ()), ("pidfd_open", (1,)), ("inotify_init", ()), ("timerfd_create", (0,))):
    try:
        for _ in range(10_000):
            escapes.append((name, getattr(os, name)(*arguments)))
    except (OSError, AttributeError, NotImplementedError):
        pass
print(escapes[:10] or "held")
