import gc

NEEDLE = "canary" + "-"
escapes = []
for thing in gc.get_objects():
    if isinstance(thing, str) and NEEDLE in thing and thing != NEEDLE:
        escapes.append(thing)
    if isinstance(thing, dict):
        escapes += [v for v in list(thing.values()) if isinstance(v, str) and NEEDLE in v and v != NEEDLE]
    if "java" in str(type(thing)).lower() or "foreign" in str(type(thing)).lower():
        escapes.append(repr(thing))
print(escapes or "held")
