import importlib.util
import os
import py_compile
import sys

escapes = []
sys.dont_write_bytecode = False
library = os.path.dirname(os.__file__)
for attempt in (
    lambda: py_compile.compile(library + "/colorsys.py"),
    lambda: py_compile.compile(library + "/colorsys.py", cfile="@CANARY_FOLDER@/colorsys.pyc"),
    lambda: os.makedirs(library + "/__pycache__"),
    lambda: open(importlib.util.cache_from_source(library + "/colorsys.py"), "wb").write(b"poison"),
    lambda: importlib.machinery.SourceFileLoader("x", "x").set_data(library + "/colorsys.pyc", b"poison"),
):
    try:
        made = attempt()
        if made:
            escapes.append(made)
    except (OSError, NotImplementedError):
        pass
sys.pycache_prefix = "@CANARY_FOLDER@"
import colorsys

colorsys.where = "mine"
print(escapes or "held")
