class Deep:
    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return other == self

    def __hash__(self):
        return hash(self)

    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __bool__(self):
        return bool(self)

    def __iter__(self):
        return iter(self)

    def __len__(self):
        return len(self)

    def __lt__(self, other):
        return self < other

    def __format__(self, spec):
        return format(self, spec)

    def __instancecheck__(self, other):
        return isinstance(other, self)

    def __index__(self):
        return range(10)[self]

    def __contains__(self, item):
        return item in self


deep = Deep()
for attempt in (
    lambda: repr(deep),
    lambda: deep == Deep(),
    lambda: {deep: 1},
    lambda: deep.missing,
    lambda: not deep,
    lambda: list(deep),
    lambda: len(deep),
    lambda: sorted([deep, Deep()]),
    lambda: f"{deep}",
    lambda: isinstance(1, deep),
    lambda: [1][deep],
    lambda: 1 in deep,
):
    try:
        attempt()
    except (RecursionError, MemoryError):
        pass
print("held")
