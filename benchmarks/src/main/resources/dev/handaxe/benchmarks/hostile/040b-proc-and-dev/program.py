import io
import os
import pathlib

escapes = []
for path in (
    "@CANARY_FILE@",
    "/proc/self/environ",
    "/proc/@SUPERVISOR_PID@/environ",
    "/proc/self/mem",
    "/proc/self/maps",
    "/proc/self/cmdline",
    "/proc/self/fd/0",
    "/proc/self/root@CANARY_FILE@",
    "/proc/1/environ",
    "/proc/version",
    "/dev/mem",
    "/dev/zero",
    "/dev/urandom",
    "/dev/stdin",
    "/dev/fd/1",
    "/dev/shm",
    "/sys/class/net/eth0/address",
    "/etc/shadow",
    "/var/run/secrets/kubernetes.io/serviceaccount/token",
    "~/.ssh/id_rsa",
    ".",
    "..",
):
    for read in (
        lambda p: open(p).read(100),
        lambda p: io.open(p, "rb", buffering=0).read(100),
        lambda p: io.FileIO(p).read(100),
        lambda p: io.open_code(p).read(100),
        lambda p: os.read(os.open(p, os.O_RDONLY), 100),
        lambda p: pathlib.Path(p).read_bytes()[:100],
        lambda p: os.listdir(p),
    ):
        try:
            result = read(path)
            if result:
                escapes.append((path, result))
        except OSError:
            pass
print(escapes or "held")
