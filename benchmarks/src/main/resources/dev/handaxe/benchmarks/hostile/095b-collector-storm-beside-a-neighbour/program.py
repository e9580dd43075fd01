kept = [bytearray(1000) for _ in range(50_000)]
while True:
    kept[::2] = [bytearray(1000) for _ in range(25_000)]
