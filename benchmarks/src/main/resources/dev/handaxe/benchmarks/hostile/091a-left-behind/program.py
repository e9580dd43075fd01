import builtins
import locale
import os
import random
import sys
import time

builtins.left = globals()["left"] = sys.left = time.left = "left behind"
os.environ["LEFT"] = "behind"
random.seed(1)
random.left = "left behind"
sys.setrecursionlimit(50)
sys.set_int_max_str_digits(640)
sys.path[:] = []
sys.argv[:] = ["left behind"]
sys.ps1 = "left"
os.umask(0)
del sys.modules["os"]
