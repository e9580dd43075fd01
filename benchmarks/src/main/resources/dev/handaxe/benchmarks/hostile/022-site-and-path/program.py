import os
import sys

escapes = []
os.environ["PYTHONPATH"] = "@CANARY_FOLDER@"
os.environ["PYTHONSTARTUP"] = "@CANARY_FILE@"
sys.path[:0] = ["@CANARY_FOLDER@", "/root", "/etc"]
for name in ("usercustomize", "sitecustomize", "ledger"):
    try:
        escapes.append(__import__(name))
    except ImportError:
        pass
import site

for attempt in (lambda: site.addsitedir("@CANARY_FOLDER@"), site.main, lambda: open(site.getusersitepackages() + "/x.pth", "w")):
    try:
        attempt()
    except (OSError, AttributeError):
        pass
print(escapes or "held")
