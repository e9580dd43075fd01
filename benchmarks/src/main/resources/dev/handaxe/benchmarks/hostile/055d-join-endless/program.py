import itertools

"".join(itertools.repeat(""))
