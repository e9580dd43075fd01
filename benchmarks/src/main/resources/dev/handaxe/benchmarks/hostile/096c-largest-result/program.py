import sys


def solve():
    print("o" * 1_900_000)
    sys.stderr.write("e" * 1_900_000)
    return ["r" * 1000] * 5000
