kept = []
while True:
    try:
        while True:
            kept.append(bytearray(10_000_000))
    except MemoryError:
        try:
            kept.append(bytearray(100_000))
        except MemoryError:
            pass
