import sys


def solve():
    sys.exit(0)
