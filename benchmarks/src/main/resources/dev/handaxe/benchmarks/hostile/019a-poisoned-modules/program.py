import json
import math
import sys

json.dumps = lambda *parts, **kwargs: "poisoned"
math.sqrt = lambda x: "poisoned"
del math.pi
sys.modules["json"] = math
sys.modules["math"] = None
sys.modules["this_is_mine"] = json
