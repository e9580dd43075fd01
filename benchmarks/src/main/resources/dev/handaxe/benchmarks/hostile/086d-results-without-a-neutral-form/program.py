import sys


def solve(n):
    def generator():
        while True:
            yield 1

    return [generator(), sys, type, solve.__code__, memoryview(b"x"), range(10**12), iter([]), Ellipsis, sys.stdout][n]
