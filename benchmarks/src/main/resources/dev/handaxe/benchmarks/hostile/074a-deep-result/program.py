def solve():
    nested = []
    for _ in range(1_000_000):
        nested = [nested]
    return nested
