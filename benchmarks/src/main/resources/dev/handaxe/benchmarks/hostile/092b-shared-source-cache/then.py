import sys


class Counter:
    calls = []


def remember(seen=[]):
    seen.append(1)
    Counter.calls.append(1)
    remember.count = getattr(remember, "count", 0) + 1
    return len(seen) + len(Counter.calls) + remember.count


print("first" if remember() == 3 and not hasattr(sys, "ran") else "again")
sys.ran = True
