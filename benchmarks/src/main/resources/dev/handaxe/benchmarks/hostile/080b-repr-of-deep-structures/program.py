import copy
import json
import pickle

deep, other, hashed = [], [], ()
for _ in range(100_000):
    deep, other, hashed = [deep], [other], (hashed,)
for attempt in (
    lambda: repr(deep),
    lambda: deep == other,
    lambda: hash(hashed),
    lambda: copy.deepcopy(deep),
    lambda: pickle.dumps(deep),
    lambda: json.dumps(deep),
    lambda: deep < other,
    lambda: str(hashed),
    lambda: isinstance(1, hashed),
    lambda: "%s" % (deep,),
):
    try:
        attempt()
    except (RecursionError, MemoryError):
        pass
print("held")
