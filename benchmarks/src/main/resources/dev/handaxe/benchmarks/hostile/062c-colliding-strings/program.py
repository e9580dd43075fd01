import itertools

while True:
    table = {"".join(pairs): 1 for pairs in itertools.product(("Aa", "BB"), repeat=15)}
    assert len(table) == 2**15
