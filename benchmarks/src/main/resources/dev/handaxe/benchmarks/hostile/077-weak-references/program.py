import gc
import weakref


class Thing:
    pass


def again(reference):
    flood()


def flood():
    thing = Thing()
    kept.extend(weakref.ref(thing, again) for _ in range(100))
    weakref.finalize(thing, again, None)


kept = []
while True:
    flood()
    gc.collect() if len(kept) % 10_000 == 0 else None
