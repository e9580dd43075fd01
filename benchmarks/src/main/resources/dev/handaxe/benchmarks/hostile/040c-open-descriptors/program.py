import os

escapes = []
for descriptor in [*range(0, 1), *range(3, 256)]:
    for attempt in (lambda: os.read(descriptor, 100), lambda: open(descriptor, "rb").read(100), lambda: os.fstat(descriptor) and os.lseek(descriptor, 0, 2)):
        try:
            result = attempt()
            if result:
                escapes.append((descriptor, result))
        except (OSError, ValueError):
            pass
print(escapes or "held")
