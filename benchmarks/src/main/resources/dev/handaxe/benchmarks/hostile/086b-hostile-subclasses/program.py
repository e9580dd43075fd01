def hostile(base, *content):
    def lie(self, *parts):
        raise SystemExit("read")

    members = {f"__{name}__": lie for name in ("len", "iter", "next", "getitem", "str", "repr", "eq", "bool", "int", "index", "float", "contains", "reduce", "format", "bytes", "add", "ne", "lt", "complex", "real")}
    if base is not frozenset:
        members["__hash__"] = lie
    members |= {"items": lie, "keys": lie, "values": lie, "decode": lie, "encode": lie, "__class__": property(lambda self: type(None))}
    return type("Hostile", (base,), members)(*content)


def solve():
    return [
        True,
        hostile(int, 7),
        hostile(float, 2.5),
        hostile(str, "s"),
        hostile(bytes, b"b"),
        hostile(list, [1, 2]),
        hostile(tuple, (1,)),
        hostile(dict, {"k": "v"}),
        hostile(frozenset, {3}),
    ]
