import sys

escapes = []
for name in ("ledger", "control", "functions.ledger", "functions.control"):
    for look in (
        lambda: globals()[name],
        lambda: sys.modules[name],
        lambda: __import__(name),
        lambda: getattr(__builtins__, name),
        lambda: eval(name)(),
        lambda: sys.modules["__main__"].__dict__[name](),
    ):
        try:
            escapes.append((name, repr(look())))
        except (KeyError, ImportError, AttributeError, NameError):
            pass
escapes += [name for name in sys.modules if name.startswith("functions")]
print(escapes or "held")
