import os

escapes = []
library = os.path.dirname(os.__file__)
for attempt in (
    lambda: open(library + "/colorsys.py", "w").write("where = 'mine'"),
    lambda: open(library + "/colorsys.py", "a").write("where = 'mine'"),
    lambda: open(library + "/colorsys.py", "r+").write("where = 'mine'"),
    lambda: os.remove(library + "/colorsys.py"),
    lambda: os.rename(library + "/colorsys.py", library + "/other.py"),
    lambda: os.mkdir(library + "/colorsys"),
    lambda: os.symlink("@CANARY_FILE@", library + "/evil.py"),
    lambda: os.link("@CANARY_FILE@", library + "/evil.py"),
    lambda: os.truncate(library + "/colorsys.py", 0),
    lambda: os.chmod(library + "/colorsys.py", 0),
    lambda: os.utime(library + "/colorsys.py", (0, 0)),
):
    try:
        escapes.append(attempt())
    except OSError:
        pass
print(escapes or "held")
