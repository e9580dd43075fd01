escapes = []
for attempt in (
    lambda: "x" * (2**31 - 1),
    lambda: bytes(2**62),
    lambda: (1 << 2**40),
    lambda: memoryview(b"abc").cast("P"),
    lambda: __import__("struct").unpack("1000000000000000000s", b""),
    lambda: range(2**63)[2**62 : 2**63 : -(2**62)].index(2**63),
):
    try:
        attempt()
    except BaseException as error:
        if type(error).__module__ != "builtins" and type(error).__module__ != "_struct" and type(error).__module__ != "struct":
            escapes.append((type(error).__module__, str(error)))
        for base in type(error).__mro__:
            if "java" in base.__module__:
                escapes.append(base)
print(escapes or "held")
