escapes = []
for attempt in (lambda: open("@CANARY_FILE@"), lambda: __import__("socket").socket(), lambda: 1 / 0, lambda: __import__("os").chmod("@CANARY_FILE@", 0o777)):
    try:
        attempt()
    except BaseException as error:
        for name in ("getCause", "getMessage", "getStackTrace", "printStackTrace", "__java_exception__", "cause", "getClass", "toString"):
            if hasattr(error, name):
                escapes.append((type(error).__name__, name))
        if "java." in repr(error) or ".java:" in repr(error) or "com.oracle" in repr(error):
            escapes.append(repr(error))
print(escapes or "held")
