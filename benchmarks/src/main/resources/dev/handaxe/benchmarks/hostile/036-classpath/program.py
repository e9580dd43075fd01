import sys

for name in ("java", "jarray"):
    sys.modules.pop(name, None)
import jarray

for width in (0, 10, 1000):
    try:
        numbers = jarray.zeros(width, "i")
        if hasattr(numbers, "getClass") or hasattr(numbers, "__java__"):
            print("escaped", numbers)
    except (ImportError, NotImplementedError, TypeError, ValueError, MemoryError, OverflowError):
        pass
import java

java.add_to_classpath("@CANARY_FOLDER@")
print("escaped")
