import glob
import os
import sys

escapes = []
up = "/.." * 4
# The home lies three folders deep in GraalPy's own resources, which may be seen.
for base in (
    sys.prefix + up,
    sys.prefix + "/lib/python3.12/../.." + up,
    sys.prefix + "/./lib//.." + up + up,
    sys.prefix + "/nowhere/.." + up,
    sys.prefix + up * 5,
    sys.prefix + up * 5 + os.path.dirname("@CANARY_FILE@"),
):
    for attempt in (
        lambda: os.listdir(base),
        lambda: list(os.scandir(base)),
        lambda: open(base + "@CANARY_FILE@").read(),
        lambda: open(base + "/ledger.txt").read(),
        lambda: open(base + "/etc/passwd").read(),
        lambda: open(sys.prefix + up * 5 + "@CANARY_FILE@").read(),
        lambda: glob.glob(base + "/*"),
        lambda: list(os.walk(base)),
        lambda: os.chdir(base) or os.listdir("."),
        lambda: os.stat(base + "/ledger.txt"),
        lambda: os.path.exists(base + "/etc/passwd"),
    ):
        try:
            result = attempt()
            if result:
                escapes.append((base, str(result)[:200]))
        except OSError:
            pass
print(escapes or "held")
