import signal

refused = 0
for attempt in (
    lambda: signal.signal(signal.SIGTERM, lambda *parts: None),
    lambda: signal.alarm(1),
    lambda: signal.setitimer(signal.ITIMER_REAL, 0.01),
    lambda: signal.set_wakeup_fd(1),
    lambda: signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM}),
):
    try:
        attempt()
    except (OSError, ValueError, AttributeError, NotImplementedError, TypeError):
        refused += 1
print("held")
