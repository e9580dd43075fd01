def solve():
    kept = []
    for _ in range(3):
        try:
            while True:
                kept.append(bytearray(20_000_000))
        except MemoryError:
            kept.clear()
    return "fine"
