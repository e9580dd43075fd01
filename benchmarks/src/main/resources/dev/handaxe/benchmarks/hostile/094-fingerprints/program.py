import os
import random
import sys
import uuid

escapes = []
if len({random.random() for _ in range(100)}) < 100:
    escapes.append("random numbers repeat")
if os.urandom(16) == os.urandom(16):
    escapes.append("urandom repeats")
try:
    if uuid.getnode() >> 40 & 1 == 0:
        escapes.append("the host's network address: %x" % uuid.getnode())
except (OSError, NotImplementedError):
    pass
for name in ("@CANARY_ENV@",):
    if name in str(sys.flags) + str(sys.argv) + str(sys.orig_argv) + sys.executable:
        escapes.append(name)
print(escapes or "held")
