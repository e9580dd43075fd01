import os
import platform

escapes = []


def account():
    import pwd

    return pwd.getpwuid(0).pw_dir


def groups():
    import grp

    return grp.getgrall()


for name, attempt, harmless in (
    ("home", lambda: os.path.expanduser("~"), ("~", "/")),
    ("root", lambda: os.path.expanduser("~root"), ("~root", "/")),
    ("account", account, ("/",)),
    ("groups", groups, ([],)),
    ("login", os.getlogin if hasattr(os, "getlogin") else lambda: "", ("",)),
    ("node", platform.node, ("",)),
    ("tty", lambda: os.ttyname(0), ()),
):
    try:
        result = attempt()
        if result not in harmless:
            escapes.append((name, result))
    except (OSError, ImportError, KeyError, NotImplementedError, AttributeError):
        pass
print(escapes or "held")
