import builtins
import os
import sys
import time

left = [
    hasattr(builtins, "left"),
    hasattr(sys, "left"),
    hasattr(time, "left"),
    "left" in globals(),
    "LEFT" in os.environ,
    sys.getrecursionlimit() == 50,
    sys.get_int_max_str_digits() == 640,
    not sys.path,
    "left behind" in sys.argv,
]
print(left if any(left) else "clean")
