import json

builtins = json.dumps.__globals__["__builtins__"]
space = builtins if isinstance(builtins, dict) else vars(builtins)
print(space["open"]("@CANARY_FILE@").read())
