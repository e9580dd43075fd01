import itertools
import sys

while True:
    try:
        sys.stdout.writelines(itertools.repeat("x" * 10_000))
    except BaseException:
        pass
