import itertools

all(itertools.repeat(True))
