import os
import sys

for descriptor in (0, 1, 2, 3, 4, 5):
    try:
        os.close(descriptor)
    except OSError:
        pass
try:
    os.dup2(0, 1)
except OSError:
    pass
sys.stdout.close()
sys.stdout = sys.stderr = None
print("nowhere")
