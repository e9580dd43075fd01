import json
import math
import sys

print(json.dumps([1, 2]), math.sqrt(4), 3 if "this_is_mine" not in sys.modules else "poisoned")
