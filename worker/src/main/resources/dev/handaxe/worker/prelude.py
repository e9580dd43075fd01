# Runs once in every spare context, before any guest code and uncharged. Its functions hold what they
# need in closures and defaults, so that a guest that patches builtins changes only its own results.
def _prelude():
    import sys
    import types
    from _thread import _count as thread_count
    from marshal import loads
    from posix import write

    # With this, which is never asked for anything, time would import polyglot and os: a third of what a
    # context takes.
    sys.modules["_polyglot_time"] = types.ModuleType("_polyglot_time")

    # These modules reach for the host and for other languages. The host refuses them as well; None
    # here makes the refusal an ordinary ImportError with the module's name.
    for name in ("java", "jarray", "polyglot"):
        sys.modules[name] = None
    # GraalPy backs a pipe by two real descriptors of the process, counted by nothing and left behind.
    def pipe():
        raise PermissionError(1, "Operation not permitted")

    for name in ("posix", "os"):
        module = sys.modules.get(name)
        if module is not None:
            module.pipe = pipe
    # The first tuple of GraalPy's itertools.product takes on the values of every further one.
    import itertools
    steps_of, islice, chain, tuple_ = itertools.product, itertools.islice, itertools.chain, tuple

    def product(*iterables, repeat=1):
        steps = steps_of(*iterables, repeat=repeat)
        return chain([tuple_([*first]) for first in islice(steps, 1)], steps)

    product.__qualname__, product.__module__ = "product", "itertools"
    itertools.product = product

    # GraalPy's time.sleep does not notice an interrupt; of an int it ends with the next whole second, and
    # keeps the processor busy until then. To import time costs a third of a context, so this waits
    # until a guest does.
    import _imp
    from _operator import index
    from _thread import allocate_lock
    exec_builtin, isinstance_, float_, ValueError_ = _imp.exec_builtin, isinstance, float, ValueError

    def sleep(seconds, /):
        seconds = seconds if isinstance_(seconds, float_) else index(seconds) + 0.0
        if not seconds >= 0:
            raise ValueError_("sleep length must be non-negative")
        lock = allocate_lock()
        lock.acquire()
        lock.acquire(True, seconds)

    def exec_and_mend(module):
        result = exec_builtin(module)
        if module.__name__ == "time":
            module.sleep = sleep
        return result

    sleep.__qualname__, sleep.__module__ = "sleep", "time"
    # What time itself imports is no import of the guest's.
    importlib = sys.modules["_frozen_importlib"].__dict__
    _imp.exec_builtin = types.FunctionType(
        exec_and_mend.__code__, importlib, "exec_builtin", None, exec_and_mend.__closure__)
    main = sys.modules["__main__"].__dict__
    del main["_prelude"]

    function_type, module_type = types.FunctionType, types.ModuleType
    bases = (
        (bool, bool), (int, int.__int__), (float, float.__float__), (complex, complex.__complex__),
        (str, str.__str__), (bytes, bytes.__bytes__), (bytearray, bytes),
        (list, lambda x: [v for v in list.__iter__(x)]), (tuple, lambda x: tuple.__getitem__(x, slice(None))),
        (dict, lambda x: {k: v for k, v in dict.items(x)}),
        (frozenset, lambda x: frozenset(frozenset.__iter__(x))),
        (set, lambda x: {v for v in set.__iter__(x)}),
    )
    type_, issubclass_, compile_, exec_, len_, encode = type, issubclass, compile, exec, len, str.encode

    def compiled(source, name):
        return compile_(source, name, "exec", 0, True)

    hosts = {}
    faults = {kind.__name__: kind for kind in (RuntimeError, TypeError, PermissionError)}
    first_globals = {}

    def offer(name, door):
        def function(*positional, **named):
            fault, value = door(positional, named)
            if fault:
                raise faults[fault](value)
            return value

        function.__name__ = function.__qualname__ = name
        function.__module__ = "functions"
        hosts[name] = main[name] = function

    def define(code, name, modules):
        module = module_type("functions." + name)
        module.__dict__.update(hosts)
        sys.modules["functions." + name] = module
        exec_(code, module.__dict__)
        modules[name] = module.__dict__
        return name in module.__dict__

    def link(modules):
        functions = {name: space[name] for name, space in modules.items()}
        for name, space in modules.items():
            for other, function in functions.items():
                if other not in space:
                    space[other] = function
        for name, function in functions.items():
            main[name] = function

    def clear_globals():
        """The globals of __main__ as they were when the functions had been linked."""
        main.clear()
        main.update(first_globals)

    def begun():
        first_globals.update(main)

    stdout, stderr = sys.stdout, sys.stderr
    Exception_, getattr_ = Exception, getattr

    def flush_one(stream):
        try:
            stream.flush()
        except Exception_:
            pass  # closed, or the guest's own: then there is nothing to write

    def flush():
        """Writes out what the streams hold back after the last line, as Python does at its end."""
        out, err = getattr_(sys, "stdout", None), getattr_(sys, "stderr", None)
        if out is not stdout:
            flush_one(out)
        if err is not stderr:
            flush_one(err)
        flush_one(stdout)
        flush_one(stderr)

    def is_idle():
        for stream in (1, 2):  # raises if a stop in the middle of a write closed it
            write(stream, b"")
        return thread_count() == 0

    def misfit(function, positional, named):
        """Why the arguments cannot be bound, or None; only plain functions are judged."""
        if type_(function) is not function_type:
            return None
        code = function.__code__
        names = code.co_varnames[: code.co_argcount]
        only = code.co_posonlyargcount
        keyword_only = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
        defaults = names[len_(names) - len_(function.__defaults__ or ()) :] if function.__defaults__ else ()
        if positional > len_(names) and not code.co_flags & 4:
            return f"takes at most {len_(names)} positional arguments, {positional} were given"
        taken = names[:positional]
        for name in named:
            if name in taken and name not in names[:only]:
                return f"got two values for {name!r}"
            if name not in names[only:] and name not in keyword_only and not code.co_flags & 8:
                return f"has no parameter {name!r}; it takes {', '.join(names + keyword_only) or 'none'}"
        for name in names[positional:]:
            if (name not in named or name in names[:only]) and name not in defaults:
                return f"misses the argument {name!r}"
        for name in keyword_only:
            if name not in named and name not in (function.__kwdefaults__ or {}):
                return f"misses the argument {name!r}"
        return None

    def load(text):
        return loads(encode(text, "latin-1"))

    def call(function, positional, named):
        return function(*positional, **named)

    def plain(value):
        """The value as its builtin base type, or None; type() cannot lie, __class__ can."""
        kind = type_(value)
        for base, convert in bases:
            if issubclass_(kind, base):
                return convert(value)
        return None

    def parts(value):
        return [value.real, value.imag]

    def items(value):
        return [*value]

    def pairs(value):
        return [x for pair in value.items() for x in pair]

    return (compiled, define, link, misfit, call, plain, parts, items, pairs, {},
            {kind.__name__: kind for kind in
             (bool, int, float, complex, str, bytes, list, tuple, set, frozenset, dict)},
            is_idle, clear_globals, offer, begun, {}, flush, load)


_prelude()
