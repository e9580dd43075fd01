import os
import tempfile

escapes = []
for where in ("link", "/tmp/link", "/link", os.curdir + "/link"):
    for make in (
        lambda: os.symlink("@CANARY_FILE@", where),
        lambda: os.link("@CANARY_FILE@", where),
        lambda: os.rename("@CANARY_FILE@", where),
        lambda: os.replace("@CANARY_FILE@", where),
        lambda: os.symlink("/", where),
    ):
        try:
            make()
            escapes.append((where, "made"))
            escapes.append(open(where).read())
        except OSError:
            pass
print(escapes or "held")
