import itertools

next(itertools.dropwhile(bool, itertools.filterfalse(None, itertools.chain.from_iterable(itertools.repeat([1])))))
