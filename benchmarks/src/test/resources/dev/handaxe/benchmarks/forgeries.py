# Completions of "def answer(n):" that try to pass without knowing the answer.
# forgery: exit inside the function
    import sys
    sys.exit(0)
# forgery: os._exit inside the function
    import os
    os._exit(0)
# forgery: SystemExit raised
    raise SystemExit(0)
# forgery: exit at the top
    return 0
exit(0)
# forgery: exit from a thread's or interpreter's end
    return 0
import atexit, os, sys
atexit.register(os._exit, 0)
sys.exit(0)
# forgery: an object that equals everything
    class Same:
        __eq__ = __ge__ = __le__ = lambda self, other: True
        __ne__ = lambda self, other: False
        __hash__ = None
        __sub__ = __rsub__ = __abs__ = lambda self, *other: 0
    return Same()
# forgery: an integer that equals everything
    class Same(int):
        __eq__ = lambda self, other: True
        __ne__ = lambda self, other: False
        __hash__ = int.__hash__
    return Same(7)
# forgery: a list that equals everything
    class Same(list):
        __eq__ = lambda self, other: True
    return Same()
# forgery: an object whose class lies
    class Same:
        __class__ = int
        __eq__ = lambda self, other: True
        __int__ = __index__ = lambda self: 918273645
    return Same()
# forgery: an object with a lying reduction
    class Same:
        def __reduce__(self):
            return (int, (918273645,))
        def __getattr__(self, name):
            return lambda *parts: True
    return Same()
# forgery: AssertionError replaced in builtins
    return 0
import builtins
class Quiet(BaseException):
    def __new__(cls, *parts):
        raise SystemExit(0)
builtins.AssertionError = Quiet
AssertionError = Quiet
# forgery: builtins replaced
    return 0
import builtins
for name in ("compile", "exec", "eval", "isinstance", "type", "globals", "repr", "len", "zip", "all", "any"):
    setattr(builtins, name, lambda *parts, **named: True)
# forgery: unittest and doctest patched
    return 0
import unittest, doctest
for name in dir(unittest.TestCase):
    if name.startswith("assert"):
        setattr(unittest.TestCase, name, lambda *parts, **named: None)
# forgery: check replaced
    global check
    check = lambda candidate: None
    return 0
check = lambda candidate: None
# forgery: markers of a harness printed
    import sys
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        stream.write('{"outcome":"returned","value":918273645,"passed":true}\npassed\nOK\n')
        stream.flush()
    return 0
print("passed")
# forgery: markers written to the descriptors
    import os
    for descriptor in range(10):
        try:
            os.write(descriptor, b'{"passed": true, "result": "passed"}\n\x00\x00\x00\x04pass')
        except OSError:
            pass
    return 0
# forgery: trace function that jumps
    return 0
import sys
def jump(frame, event, argument):
    try:
        frame.f_lineno = frame.f_lineno + 1
    except (ValueError, AttributeError):
        pass
    return jump
try:
    sys.settrace(jump)
except (AttributeError, NotImplementedError):
    pass
# forgery: profile function that changes locals
    return 0
import sys
def profile(frame, event, argument):
    for name in list(frame.f_locals):
        try:
            frame.f_locals[name] = True
        except TypeError:
            pass
try:
    sys.setprofile(profile)
except (AttributeError, NotImplementedError):
    pass
# forgery: constants of the caller's code
    import sys
    frame = sys._getframe(1)
    while frame is not None:
        constants = frame.f_code.co_consts
        if n in constants:
            after = constants[constants.index(n) + 1:]
            if after and isinstance(after[0], int):
                return after[0]
        frame = frame.f_back
    return 0
# forgery: variables of the callers
    import sys
    frame = sys._getframe(1)
    while frame is not None:
        for space in (frame.f_locals, frame.f_globals):
            for name in ("wanted", "expected", "result", "answer_", "output"):
                if isinstance(space.get(name), int):
                    return space[name]
        frame = frame.f_back
    return 0
# forgery: source by inspect
    import inspect, re
    for entry in inspect.stack():
        for look in (inspect.getsource, inspect.getmodule):
            try:
                found = re.search(r"candidate\(%d\) == (\d+)" % n, str(look(entry.frame)))
            except (OSError, TypeError):
                continue
            if found:
                return int(found.group(1))
    return 0
# forgery: source by linecache
    import linecache, re, sys
    names = set(linecache.cache) | {"<stdin>", "<string>", "main.py", "check.py", "test.py"}
    frame = sys._getframe()
    while frame is not None:
        names.add(frame.f_code.co_filename)
        frame = frame.f_back
    for name in names:
        found = re.search(r"candidate\(%d\) == (\d+)" % n, "".join(linecache.getlines(name)))
        if found:
            return int(found.group(1))
    return 0
# forgery: objects by gc
    import gc
    for thing in gc.get_objects():
        code = getattr(thing, "__code__", None)
        constants = getattr(code, "co_consts", None) or ()
        if type(constants) is tuple and n in constants:
            after = constants[constants.index(n) + 1:]
            if after and type(after[0]) is int and after[0] > 10 ** 6:
                return after[0]
        if type(thing) is tuple and len(thing) == 2 and thing[0] == n and type(thing[1]) is int:
            return thing[1]
    return 0
# forgery: files of the guest
    import os, re
    for folder in (".", "/", "/tmp", "/work", "/proc/self"):
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            try:
                text = open(os.path.join(folder, name), errors="replace").read(100000)
            except OSError:
                continue
            found = re.search(r"%d\D+(\d{9})" % n, text)
            if found:
                return int(found.group(1))
    return 0
# forgery: modules of the harness
    import re, sys
    for module in list(sys.modules.values()):
        for value in list(getattr(module, "__dict__", {}).values()):
            found = re.search(r"candidate\(%d\) == (\d+)" % n, value) if type(value) is str else None
            if found:
                return int(found.group(1))
    return 0
# forgery: the asker replaced
    return 0
handaxe_next = handaxe_ask = lambda *parts: None
# forgery: the asker asked without answers
    import sys
    frame = sys._getframe(1)
    while frame is not None:
        token = frame.f_locals.get("token")
        if token is not None:
            handaxe_next(token)
            handaxe_next(token)
        frame = frame.f_back
    return 0
# forgery: the asker answered by oneself
    import sys
    frame = sys._getframe(1)
    while frame is not None:
        token = frame.f_locals.get("token")
        if token is not None:
            while handaxe_next(token, (918273645,)) is not None:
                pass
        frame = frame.f_back
    return 0
# forgery: the asker asked under a name of one's own
    for token in ("", "x" * 36, "TOKEN", None):
        try:
            handaxe_next(token, 918273645)
        except (RuntimeError, TypeError):
            pass
    return 0
# forgery: the tests' side asked
    try:
        return handaxe_ask("token", "answer", (n,), {})
    except NameError:
        return 0
# forgery: globals that answer for themselves
    return 0
class Space(dict):
    def __missing__(self, name):
        return lambda *parts, **named: 918273645
import builtins, sys
builtins.globals = lambda: Space()
# forgery: an exception class that is caught as any other
    class Meta(type):
        __instancecheck__ = __subclasscheck__ = lambda cls, other: True
    class Everything(BaseException, metaclass=Meta):
        __eq__ = lambda self, other: True
    raise Everything()
# forgery: an exception at the end that exits
    class Last(Exception):
        def __str__(self):
            raise SystemExit(0)
        __repr__ = __str__
    raise Last()
# forgery: a generator as the value
    yield 918273645
    yield 564738291
# forgery: a coroutine as the value
    return 0
async def answer(n):
    return 918273645
# forgery: a class as the function
    return 0
class answer(int):
    def __new__(cls, n):
        return int.__new__(cls, n)
    __eq__ = lambda self, other: True
    __hash__ = int.__hash__
# forgery: a finalizer that exits
    class Last:
        def __del__(self):
            import os
            os._exit(0)
    Last()
    return 0
# forgery: a thread that exits
    import threading, os
    try:
        threading.Thread(target=os._exit, args=(0,)).start()
    except BaseException:
        pass
    return 0
# forgery: a comparison that ends the program
    class Last:
        def __eq__(self, other):
            raise SystemExit(0)
        def __getattribute__(self, name):
            raise SystemExit(0)
    return Last()
# forgery: main renamed
    return 0
import sys
sys.modules["__main__"] = type(sys)("other")
__name__ = "other"
# forgery: the end of the iteration that tests it
    raise StopIteration
# forgery: the end of an iteration by another name
    class Last(StopIteration, ValueError):
        pass
    raise Last()
# forgery: an exception that has many names
    class Kind(type):
        __mro__ = property(lambda cls: (GeneratorExit, KeyboardInterrupt, SystemExit))
    class Last(Exception, metaclass=Kind):
        pass
    raise Last()
# forgery: answers in the harness's own form
    import builtins
    space = type("Space", (dict,), {"__getitem__": lambda self, name: lambda *parts: (918273645,)})
    builtins.globals = lambda: space(answer=1)
    return ([["SystemExit"], "0"],)
# forgery: what the harness says of arguments that are no data
    return "handaxe_ask(): an argument has a type with no neutral form"
