import os

escapes = []


def sparse():
    descriptor = os.open("sparse", os.O_CREAT | os.O_RDWR)
    os.ftruncate(descriptor, 2**50)


for attempt in (
    sparse,
    lambda: os.makedirs("/".join("d" * 500)),
    lambda: os.makedirs("/tmp/" + "/".join("d" * 500)),
    lambda: [open(f"f{i}", "x") for i in range(1000)],
    lambda: os.truncate("/tmp/x", 2**50),
    lambda: os.posix_fallocate(1, 0, 2**50),
):
    try:
        escapes.append(attempt())
    except (OSError, AttributeError, NotImplementedError):
        pass
print(escapes or "held")
