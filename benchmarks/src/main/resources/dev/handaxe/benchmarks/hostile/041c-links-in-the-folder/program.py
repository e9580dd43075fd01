import os

escapes = []
for make in (os.symlink, os.link):
    for target in ("@CANARY_FILE@", "/etc/passwd", "/proc/self/environ", "../../@CANARY_FILE@"):
        try:
            make(target, "link")
            escapes.append((make.__name__, target, open("link").read()[:200]))
        except (OSError, NotImplementedError, AttributeError):
            pass
print(escapes or "held")
