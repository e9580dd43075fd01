import sys

escapes = []
try:
    import __graalpython__

    for name in dir(__graalpython__):
        tool = getattr(__graalpython__, name)
        if "debug" in name or "java" in name.lower() or name in ("dump_heap", "dump_truffle_ast", "tdebug", "get_toolchain_paths"):
            for arguments in ((), ("@CANARY_FILE@",)):
                try:
                    result = tool(*arguments)
                    if result not in (None, False, ()):
                        escapes.append((name, repr(result)))
                except (TypeError, AttributeError, OSError, RuntimeError, NotImplementedError, ValueError):
                    pass
except ImportError:
    pass
for name in ("_jvm", "jvm", "truffle", "_truffle"):
    try:
        escapes.append(__import__(name))
    except ImportError:
        pass
print(escapes or "held")
