import builtins
import sys

print("clean" if not hasattr(builtins, "left") and "left" not in sys.modules else "dirty")
