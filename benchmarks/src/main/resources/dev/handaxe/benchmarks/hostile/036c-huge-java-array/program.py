import sys

sys.modules.pop("jarray", None)
import jarray

print(len(jarray.zeros(2**31 - 8, "l")))
