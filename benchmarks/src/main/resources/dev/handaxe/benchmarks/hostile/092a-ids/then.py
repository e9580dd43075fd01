import sys

NEEDLE = "left" + " behind"
escapes = []
for number in range(0, 2000):
    for thing in (number,):
        if getattr(thing, "secret", None) == NEEDLE:
            escapes.append(number)
if hasattr(sys, "thing"):
    escapes.append("thing")
print(escapes or "held")
