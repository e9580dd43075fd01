for make in (lambda: [0] * 10**10, lambda: "x" * 2**63, lambda: bytes(2**63 - 1), lambda: range(2**100)[2**99] * [0]):
    try:
        make()
        print("made")
    except (MemoryError, OverflowError):
        pass
[0] * 10**19
