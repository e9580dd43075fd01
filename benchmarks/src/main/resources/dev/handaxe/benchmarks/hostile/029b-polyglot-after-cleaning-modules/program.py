import sys

sys.modules.pop("polyglot", None)
import polyglot

for language in ("js", "llvm", "nfi", "regex", "wasm"):
    try:
        print("escaped", polyglot.eval(language=language, string="1+1"))
    except (NotImplementedError, RuntimeError, ValueError) as refused:
        last = refused
raise last
