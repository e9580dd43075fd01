import os
import signal
import time

for attempt in (
    lambda: os.kill(os.getpid(), signal.SIGSTOP),
    lambda: signal.raise_signal(signal.SIGSTOP),
    lambda: os.tcsetpgrp(0, 0),
    lambda: os.kill(os.getpid(), 23),
    lambda: os.nice(19),
    lambda: os.sched_setaffinity(0, {0}),
):
    try:
        attempt()
    except (OSError, AttributeError, NotImplementedError, ValueError):
        pass
time.sleep(0.1)
