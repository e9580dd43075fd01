def solve():
    return "\U0001f600" * 2_000_000
