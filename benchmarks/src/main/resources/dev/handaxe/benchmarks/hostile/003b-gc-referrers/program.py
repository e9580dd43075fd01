import gc

NEEDLE = "canary" + "-"
escapes = []
seen = set()
ring = [open, print, gc, __builtins__]
for step in range(4):
    wider = []
    for thing in ring:
        for ask in (gc.get_referrers, gc.get_referents):
            try:
                wider += [x for x in ask(thing) if id(x) not in seen]
            except (TypeError, NotImplementedError):
                pass
        seen.add(id(thing))
    for thing in wider:
        if isinstance(thing, str) and NEEDLE in thing and thing != NEEDLE:
            escapes.append(thing)
    ring = wider[:500]
print(escapes or "held")
