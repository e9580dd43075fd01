import _frozen_importlib
import importlib
import importlib.machinery
import sys

escapes = []
for name in ("java", "java.lang", "java.lang.System", "javax", "jarray", "com.sun.management", "org.graalvm.polyglot", "__polyglot__"):
    for door in (
        __import__,
        importlib.import_module,
        lambda n: _frozen_importlib._gcd_import(n),
        lambda n: __import__("_imp").create_builtin(importlib.machinery.ModuleSpec(n, None)).type("java.lang.System"),
    ):
        try:
            made = door(name)
            if made is not None:
                escapes.append((name, repr(made)))
        except (ImportError, AttributeError, NotImplementedError, TypeError, KeyError):
            pass
print(escapes or "held")
