import time

end = time.monotonic() + 0.697
while time.monotonic() < end:
    pass
