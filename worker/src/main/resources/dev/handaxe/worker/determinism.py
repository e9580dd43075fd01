# Runs in contexts of a repeatable call: randomness comes from the seed, and time starts at the clock
# and moves only when it is read or slept. Everything is put into the builtin modules that the library
# is built on, so that nothing is imported for a guest that does not ask for it.
def _determinism(seed, second, nano, tick):
    import _random
    import _thread
    import os
    import posix
    import sys
    import time

    BITS, NANOS = (1 << 64) - 1, 1_000_000_000
    int_, float_, bytes_, len_, min_, ValueError_ = int, float, bytes, len, min, ValueError
    start = second * NANOS + nano
    state, now = [seed & BITS], [start]

    def draw():
        """SplitMix64: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014."""
        state[0] = z = (state[0] + 0x9E3779B97F4A7C15) & BITS
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & BITS
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & BITS
        return z ^ (z >> 31)

    def urandom(size, /):
        if size < 0:
            raise ValueError_("negative argument not allowed")
        out = b"".join([draw().to_bytes(8, "little") for _ in range((size + 7) // 8)])
        return out[:size]

    class Random(_random.Random):
        def __init__(self, x=None, /):
            self.seed(x)

        def seed(self, a=None, /):
            super().seed(draw() if a is None else a)

    Random.__module__ = "_random"
    _random.Random = Random

    def read():
        now[0] += tick
        return now[0]

    def elapsed():
        return read() - start

    def seconds(nanos):
        return nanos / NANOS

    real_gmtime, real_strftime, real_asctime = time.gmtime, time.strftime, time.asctime

    def gmtime(seconds=None, /):
        return real_gmtime(read() / NANOS if seconds is None else seconds)

    def strftime(format, t=None, /):
        return real_strftime(format, gmtime() if t is None else t)

    def asctime(t=None, /):
        return real_asctime(gmtime() if t is None else t)

    def ctime(seconds=None, /):
        return real_asctime(gmtime(seconds))

    def mktime(t, /):
        year, month, day, hour, minute, second = t[:6]
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        year -= month <= 2
        era, of_era = year // 400, year % 400
        of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
        days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
        return float_(days * 86400 + hour * 3600 + minute * 60 + second)

    def sleep(seconds, /):
        if seconds < 0:
            raise ValueError_("sleep length must be non-negative")
        now[0] += int_(seconds * NANOS)

    clocks = {"time": read, "monotonic": elapsed, "perf_counter": elapsed, "process_time": elapsed,
              "thread_time": elapsed}
    for name, clock in clocks.items():
        setattr(time, name + "_ns", clock)
        setattr(time, name, lambda clock=clock: seconds(clock()))
    for function in (gmtime, strftime, asctime, ctime, mktime, sleep):
        setattr(time, function.__name__, function)
    time.localtime = gmtime
    time.timezone = time.altzone = time.daylight = 0
    time.tzname = ("UTC", "UTC")
    sys.modules["_datetime"] = None  # datetime is then the library's Python, which asks time

    idents, real_ident = {}, _thread.get_ident

    def get_ident():
        return idents.setdefault(real_ident(), len_(idents) + 1)

    _thread.get_ident = _thread.get_native_id = get_ident
    constants = {"getpid": 1000, "getppid": 1, "cpu_count": 1, "getloadavg": (0.0, 0.0, 0.0)}
    for module in (posix, os):
        module.urandom = urandom
        for name, value in constants.items():
            setattr(module, name, lambda value=value: value)
    del sys.modules["__main__"].__dict__["_determinism"]


_determinism
