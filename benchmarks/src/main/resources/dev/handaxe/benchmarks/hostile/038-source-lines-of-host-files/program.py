import linecache
import sys
import traceback

code = compile("\n\n1 / 0", "@CANARY_FILE@", "exec")
try:
    exec(code)
except ZeroDivisionError:
    text = traceback.format_exc()
    sys.excepthook(*sys.exc_info())
escapes = linecache.getlines("@CANARY_FILE@")
if "canary" + "-" in text.replace("hostile-canary-", ""):
    escapes.append(text)
for name in ("@CANARY_FILE@", "/etc/passwd", "/proc/self/environ"):
    linecache.checkcache(name)
    escapes += linecache.updatecache(name)
print(escapes or "held")
