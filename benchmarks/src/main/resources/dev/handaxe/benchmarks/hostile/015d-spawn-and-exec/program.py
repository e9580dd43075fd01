import os

for start in (
    lambda: os.posix_spawn("/bin/cat", ["cat", "@CANARY_FILE@"], {}),
    lambda: os.spawnv(os.P_WAIT, "/bin/cat", ["cat", "@CANARY_FILE@"]),
    lambda: os.execv("/bin/cat", ["cat", "@CANARY_FILE@"]),
):
    try:
        print("started", start())
    except (OSError, AttributeError, NotImplementedError):
        pass
os.execv("/bin/cat", ["cat", "@CANARY_FILE@"])
