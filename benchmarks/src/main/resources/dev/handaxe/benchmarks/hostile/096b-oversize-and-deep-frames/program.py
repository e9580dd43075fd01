def solve():
    deep = "x" * 1_000_000
    for _ in range(199):
        deep = [deep, {"k" * 1000: deep}] if _ < 3 else [deep]
    return {"a": deep, "b": deep}
