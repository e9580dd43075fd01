import itertools

while True:
    try:
        min(itertools.cycle((1, 2)))
    except BaseException:
        pass
