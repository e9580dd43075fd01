import sys


class Thing:
    secret = "left behind"


thing = Thing()
sys.thing = thing
print(id(thing), id("left behind"), hash(thing))
