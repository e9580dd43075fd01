import sys
import types

NEEDLE = "canary" + "-"
escapes = []


def look(space, depth, seen):
    if id(space) in seen or depth > 3:
        return
    seen.add(id(space))
    for name, value in list(space.items()):
        if NEEDLE in str(name):
            escapes.append(name)
        if isinstance(value, str) and NEEDLE in value and value != NEEDLE:
            escapes.append(value)
        if isinstance(value, types.FunctionType):
            look(value.__globals__, depth + 1, seen)
        if isinstance(value, types.ModuleType):
            look(vars(value), depth + 1, seen)


look({name: module for name, module in sys.modules.items() if module}, 0, set())
if hasattr(__builtins__, "canary"):
    escapes.append(__builtins__.canary)
print(escapes or "held")
