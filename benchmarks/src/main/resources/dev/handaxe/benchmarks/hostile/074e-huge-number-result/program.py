def solve():
    return 1 << 80_000_000
