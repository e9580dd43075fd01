def solve():
    return {"\ud800": "\udfff", float("nan"): [float("inf"), -0.0, complex("nan+infj")], (1, 1.0, True): -(2**200), b"\xff": "\0"}
