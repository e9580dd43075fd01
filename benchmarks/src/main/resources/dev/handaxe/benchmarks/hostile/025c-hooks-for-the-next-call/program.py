import sys


def hook(*parts):
    raise SystemExit("hooked")


for install in ("addaudithook", "setprofile", "settrace"):
    try:
        if install != "settrace":
            getattr(sys, install)(lambda *parts: None)
    except (AttributeError, NotImplementedError):
        pass
sys.excepthook = sys.displayhook = sys.unraisablehook = hook
