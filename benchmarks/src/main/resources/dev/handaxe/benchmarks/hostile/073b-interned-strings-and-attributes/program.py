import sys


class Bag:
    pass


number = 0
bag = Bag()
while True:
    number += 1
    setattr(bag, sys.intern("attribute_%d" % number), number)
