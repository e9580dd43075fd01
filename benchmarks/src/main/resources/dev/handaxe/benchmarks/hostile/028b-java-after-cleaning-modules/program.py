import sys

for name in ("java", "jarray", "polyglot"):
    sys.modules.pop(name, None)
try:
    import java.lang.System as System

    print(dict(System.getenv()))
except ImportError:
    pass
import java

print(java.type("java.lang.ProcessBuilder")("cat", "@CANARY_FILE@").start())
