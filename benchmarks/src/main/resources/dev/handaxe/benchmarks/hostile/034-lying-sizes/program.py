def lying(base, content):
    class Lying(base):
        def __len__(self):
            return 2**62

        def __getitem__(self, key):
            return self

        def __iter__(self):
            while True:
                yield self

        def __sizeof__(self):
            return -1

        def __index__(self):
            return -(2**70)

        def keys(self):
            return self

        def items(self):
            return self

        def __contains__(self, other):
            return True

        def __hash__(self):
            return -1

    return Lying(content)


def solve():
    return [
        lying(list, [1]),
        lying(dict, {"a": 1}),
        lying(tuple, (1,)),
        lying(set, {1}),
        lying(str, "x"),
        lying(bytes, b"x"),
    ]
