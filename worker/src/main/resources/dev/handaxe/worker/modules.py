# Runs in contexts whose policy names modules. It narrows what guest code reaches by importing, and is
# no boundary: code that is determined to can get at a module in other ways, and gains nothing by it,
# because what code may do is refused below Python. Modules of the library may import what they need.
def _modules(only, names):
    import builtins
    import importlib
    import sys

    names = frozenset(names.split(","))
    real_import, real_import_module, frame_of = builtins.__import__, importlib.import_module, sys._getframe
    str_, isinstance_, getattr_, ImportError_ = str, isinstance, getattr, ImportError
    FOLDERS, LIBRARY = ("/work/", "/tmp/"), sys.prefix + "/"  # the library's place on the host may be in /tmp

    def is_guest(space):
        origin = getattr_(space.get("__spec__"), "origin", None)
        return not isinstance_(origin, str_) or (origin.startswith(FOLDERS) and not origin.startswith(LIBRARY))

    def check(name, space):
        if not isinstance_(name, str_) or not is_guest(space):
            return
        root = name.partition(".")[0]
        # Names with an underscore are parts of other modules, which the interpreter may import itself.
        if (root in names) is not only and not (only and root[:1] == "_"):
            raise ImportError_("the policy does not allow the module " + root, name=root)

    def absolute(name, package):
        return name if not isinstance_(name, str_) or name[:1] != "." else str_(package)

    def __import__(name, globals=None, locals=None, fromlist=(), level=0):
        if level == 0:
            check(name, frame_of(1).f_globals if globals is None else globals)
        return real_import(name, globals, locals, fromlist, level)

    def import_module(name, package=None):
        check(absolute(name, package), frame_of(1).f_globals)
        return real_import_module(name, package)

    builtins.__import__ = importlib.__import__ = __import__
    importlib.import_module = import_module
    del sys.modules["__main__"].__dict__["_modules"]


_modules
