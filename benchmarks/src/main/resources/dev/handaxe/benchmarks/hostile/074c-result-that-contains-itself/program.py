def solve():
    a, b = {}, []
    a["b"], a["t"] = b, (b, a)
    b.extend([a, b, a])
    return a
