import sys

sys.setrecursionlimit(10**9)


def deeper(a, b=1, c=2, *d, **e):
    f, g, h = [a], {a: b}, (c, d)
    return deeper(a + 1, f, g, *h, **{"x": e}) + [deeper]


deeper(0)
