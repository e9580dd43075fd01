for make in (
    lambda: bytearray(2**31 - 8),
    lambda: bytes(2**31 - 8),
    lambda: "a" * (2 * 10**9),
    lambda: b"ab" * 2**30,
    lambda: (None,) * 2**30,
    lambda: "%2000000000d" % 1,
    lambda: "\t".expandtabs(2 * 10**9),
    lambda: ("a" * 10**6).replace("a", "b" * 10**4),
    lambda: memoryview(bytearray(2**30)).tobytes(),
):
    try:
        make()
        print("made")
    except (MemoryError, OverflowError):
        pass
bytearray(2**31 - 8)
