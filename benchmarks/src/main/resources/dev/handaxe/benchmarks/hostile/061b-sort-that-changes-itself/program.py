import functools

items = list(range(1000))


class Liar:
    def __lt__(self, other):
        items.append(Liar())
        return len(items) % 3 == 0


items[:] = [Liar() for _ in range(1000)]
for attempt in range(10**9):
    try:
        items.sort(key=functools.cmp_to_key(lambda a, b: (attempt * 31) % 7 - 3))
        items.sort()
    except ValueError:
        items = [Liar() for _ in range(1000)]
