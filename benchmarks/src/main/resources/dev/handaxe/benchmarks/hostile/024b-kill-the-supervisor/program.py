import os

escapes = []
for number in (9, 19):
    for pid in (@SUPERVISOR_PID@, os.getpid(), 1, 0, -1):
        for send in ("kill", "killpg"):
            try:
                getattr(os, send)(pid, number)
                if pid > 0:  # GraalPy accepts 0 and -1, and reaches nobody
                    escapes.append((send, pid))
            except (OSError, AttributeError, NotImplementedError):
                pass
print(escapes or "held")
