class Slow:
    while True:
        pass


def solve():
    return 1
