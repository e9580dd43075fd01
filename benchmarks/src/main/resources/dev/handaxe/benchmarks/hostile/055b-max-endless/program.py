import itertools

max(itertools.count())
