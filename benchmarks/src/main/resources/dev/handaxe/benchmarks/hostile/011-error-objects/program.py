import json
import sys

NEEDLE = "canary" + "-"
escapes = []


def look(error):
    for thing in (getattr(error, "obj", None), getattr(error, "name", None)):
        text = repr(thing) + repr(getattr(thing, "__dict__", ""))
        if NEEDLE in text.replace("'canary-'", "") or "java." in text:
            escapes.append(text)


for attempt in (
    lambda: sys.modules["__main__"].nothing,
    lambda: json.nothing,
    lambda: sys.nothing,
    lambda: undefined_name,
    lambda: __builtins__.nothing,
    lambda: sys._getframe(0).f_back.nothing,
):
    try:
        attempt()
    except (AttributeError, NameError) as error:
        look(error)
print(escapes or "held")
