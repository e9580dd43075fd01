"""Leaves behind whatever Python lets one leave. What is refused is skipped: the point is what is not.

Threads are not tried: the refusal ends the call, as no guest can catch it."""


def poison():
    done = []

    def attempt(name, deed):
        try:
            deed()
            done.append(name)
        except Exception:
            pass

    def modules():
        import json, math, sys, types
        json.dumps = lambda *a, **k: "poisoned"
        math.pi = 4
        sys.modules["poisoned_module"] = types.ModuleType("poisoned_module")
        sys.modules["functions.observe"] = types.ModuleType("functions.observe")

    def patched_builtins():
        import builtins
        builtins.len = lambda x: 666
        builtins.poisoned = "SECRET-" + "OF-A"
        builtins.__import__ = (lambda original: lambda *a, **k: original(*a, **k))(builtins.__import__)

    def main_globals():
        import sys
        sys.modules["__main__"].__dict__["poisoned_global"] = "SECRET-" + "OF-A"

    def system():
        import sys
        sys.path.insert(0, "/poisoned")
        sys.meta_path.insert(0, type("PoisonedFinder", (), {"find_spec": staticmethod(lambda *a: None)})())
        sys.path_hooks.append(lambda path: None)
        sys.path_importer_cache["/poisoned"] = None
        sys.argv.append("poisoned")
        sys.excepthook = lambda *a: None
        sys.displayhook = lambda *a: None

    def recursion():
        import sys
        sys.setrecursionlimit(777)

    def digits():
        import sys
        sys.set_int_max_str_digits(777)

    def tracing():
        import sys
        sys.setprofile(lambda *a: None)

    def collector():
        import gc
        gc.callbacks.append(lambda *a: None)
        gc.disable()

    def numbers():
        import decimal, random
        decimal.getcontext().prec = 3
        decimal.DefaultContext.prec = 3
        random.seed(96)

    def warned():
        import warnings
        warnings.simplefilter("error")
        warnings.filters.insert(0, ("ignore", None, DeprecationWarning, None, 7))

    def codec():
        import codecs
        codecs.register(lambda name: codecs.lookup("ascii") if name == "poisoned" else None)
        codecs.register_error("poisoned", lambda e: ("", e.end))

    def environment():
        import os
        os.environ["POISONED"] = "SECRET-" + "OF-A"
        os.putenv("POISONED", "1")
        os.umask(0o777)

    def folder():
        import os
        os.chdir("/usr")

    def zone():
        import os, time
        os.environ["TZ"] = "Asia/Tokyo"
        time.tzset()

    def place():
        import locale
        locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")

    def signals():
        import signal
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *a: None)

    def ends():
        import atexit
        atexit.register(print, "SECRET-" + "OF-A")

    def files():
        with open("/tmp/poisoned", "w") as f:
            f.write("SECRET-" + "OF-A")

    def here():
        with open("poisoned.txt", "w") as f:
            f.write("SECRET-" + "OF-A")

    def registries():
        import abc, collections.abc, copyreg, logging, linecache
        class Poisoned: pass
        collections.abc.Sized.register(Poisoned)
        copyreg.pickle(Poisoned, lambda x: (Poisoned, ()))
        logging.getLogger().addHandler(logging.NullHandler())
        logging.addLevelName(66, "POISONED")
        linecache.cache["poisoned"] = (1, None, ["SECRET"], "poisoned")

    def interned():
        import sys
        sys.intern("SECRET-" + "OF-A-interned")

    def bindings():
        import polyglot
        polyglot.export_value("poisoned", 1)

    def audit():
        import sys
        sys.addaudithook(lambda *a: None)

    def switch():
        import sys
        sys.setswitchinterval(0.77)

    def sockets():
        import socket
        socket.setdefaulttimeout(7)

    def classes():
        import functools, json, fractions
        json.JSONEncoder.poisoned = 1
        fractions.Fraction.poisoned = 1
        functools.poisoned = 1

    def objects():
        global kept
        kept = [object() for _ in range(10)]
        kept.append("SECRET-" + "OF-A")

    for deed in (modules, main_globals, system, recursion, digits, collector, numbers, warned, codec, environment,
                 folder, zone, place, signals, ends, files, here, registries, interned, bindings, audit,
                 switch, sockets, classes, objects, tracing, patched_builtins):
        attempt(deed.__name__, deed)
    return done
