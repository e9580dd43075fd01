import time

steps = []
for clock in (time.perf_counter_ns, time.monotonic_ns, time.time_ns, time.process_time_ns, time.thread_time_ns):
    before = clock()
    for _ in range(1000):
        clock()
    steps.append(clock() - before)
print("measured" if all(step >= 0 for step in steps) else steps)
