import random


class Changing:
    def __hash__(self):
        return random.getrandbits(60)

    def __eq__(self, other):
        self.__class__ = random.choice((Changing, Other))
        return False


class Other(Changing):
    pass


def solve():
    return {Changing(): {Changing()}, "a": {Changing() for _ in range(100)}}
