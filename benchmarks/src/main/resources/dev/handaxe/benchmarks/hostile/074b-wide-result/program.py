def solve():
    nested = [1]
    for _ in range(60):
        nested = [nested] * 10
    return nested
