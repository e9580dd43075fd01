import string


def guest():
    pass


escapes = []
for path in (
    "{0.__class__.__mro__[1].__subclasses__}",
    "{0.__globals__[__builtins__].__dict__}",
    "{0.__globals__[__builtins__].canary}",
    "{0.__code__.co_filename}{0.__globals__}",
    "{0.__class__.__init__.__globals__}",
):
    try:
        text = path.format(guest) + string.Formatter().vformat(path, (guest,), {})
        if "canary" + "-" in text or "ledger.txt" in text:
            escapes.append(text)
    except (AttributeError, KeyError, ValueError, TypeError):
        pass
print(escapes or "held")
