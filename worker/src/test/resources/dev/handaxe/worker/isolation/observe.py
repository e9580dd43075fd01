"""Looks at everything that another caller could have changed, and says what it sees."""


def observe():
    import builtins, sys
    profile = sys.getprofile() is not None
    trace = sys.gettrace() is not None
    sys.setprofile(None)
    seen = {"profile": profile, "trace": trace}

    def look(name, at):
        try:
            seen[name] = at()
        except Exception as e:
            seen[name] = type(e).__name__

    def collector():
        import gc
        return [len([None for _ in gc.callbacks]), gc.isenabled()]

    def secrets():
        import gc
        found = [o for o in gc.get_objects() if isinstance(o, str) and o.startswith("SECRET-OF-" + "A")]
        return [str(o) for o in found]

    def decimals():
        import decimal
        return [decimal.getcontext().prec, decimal.DefaultContext.prec]

    def random_is_not_the_seeded_one():
        import random
        mine = random.Random(96).random()
        return random.random() == mine

    def codec():
        import codecs
        out = []
        for find in (codecs.lookup, codecs.lookup_error):
            try:
                find("poisoned")
                out.append("found")
            except LookupError:
                out.append("unknown")
        return out

    def environment():
        import os
        mask = os.umask(0)
        os.umask(mask)
        return [sorted(os.environ), mask]

    def signals():
        import signal
        return [str(signal.getsignal(signal.SIGINT)), str(signal.getsignal(signal.SIGTERM))]

    def threads():
        import threading
        return sorted(t.name for t in threading.enumerate() if "poison" in t.name)

    def reads(path):
        with open(path) as f:
            return f.read()

    def registries():
        import collections.abc, copyreg, linecache, logging
        names = [c.__name__ for c in copyreg.dispatch_table if hasattr(c, "__name__")]
        return ["Poisoned" in names, len(logging.getLogger().handlers), logging.getLevelName(66),
                "poisoned" in linecache.cache,
                [c.__name__ for c in object.__subclasses__() if "Poisoned" in c.__name__]]

    def classes():
        import fractions, functools, json
        return [hasattr(json.JSONEncoder, "poisoned"), hasattr(fractions.Fraction, "poisoned"),
                hasattr(functools, "poisoned")]

    def bindings():
        import polyglot
        return str(polyglot.import_value("poisoned"))

    look("len", lambda: len([1, 2]))
    look("builtins", lambda: sorted(n for n in vars(builtins) if "poison" in n))
    look("import", lambda: type(builtins.__import__).__name__)
    look("main", lambda: sorted(n for n in sys.modules["__main__"].__dict__ if "poison" in n))
    look("modules", lambda: sorted(n for n in sys.modules if "poison" in n or n == "functions.poison"))
    look("observer", lambda: hasattr(sys.modules.get("functions.observe"), "observe"))
    look("json", lambda: __import__("json").dumps([1]))
    look("pi", lambda: __import__("math").pi)
    look("path", lambda: [p for p in sys.path if "poison" in p])
    look("meta_path", lambda: [type(f).__name__ for f in sys.meta_path])
    look("path_hooks", lambda: len(sys.path_hooks))
    look("importers", lambda: "/poisoned" in sys.path_importer_cache)
    look("argv", lambda: "poisoned" in sys.argv)
    look("hooks", lambda: [type(sys.excepthook).__name__, type(sys.displayhook).__name__])
    look("recursion", lambda: sys.getrecursionlimit())
    look("digits", lambda: sys.get_int_max_str_digits())
    look("switch", lambda: sys.getswitchinterval())
    look("collector", collector)
    look("secrets", secrets)
    look("decimals", decimals)
    look("random", random_is_not_the_seeded_one)
    look("warnings", lambda: [str(f) for f in __import__("warnings").filters])
    look("codec", codec)
    look("environment", environment)
    look("folder", lambda: __import__("os").getcwd())
    look("zone", lambda: [__import__("time").tzname[0], __import__("time").localtime(0).tm_hour])
    look("locale", lambda: __import__("locale").setlocale(0))
    look("signals", signals)
    look("threads", threads)
    look("file", lambda: reads("/tmp/poisoned"))
    look("here", lambda: reads("poisoned.txt"))
    look("registries", registries)
    look("classes", classes)
    look("bindings", bindings)
    look("timeout", lambda: str(__import__("socket").getdefaulttimeout()))
    return seen
