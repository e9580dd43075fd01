import itertools


@(lambda function: sum(itertools.count()))
def solve(n=[None for _ in iter(int, 1)]):
    return 1
