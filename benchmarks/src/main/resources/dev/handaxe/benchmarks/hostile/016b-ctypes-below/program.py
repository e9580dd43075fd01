escapes = []
for name in ("_ctypes", "_cffi_backend", "cffi", "_testcapi", "_testinternalcapi", "_ctypes_test", "nfi"):
    try:
        module = __import__(name)
        opened = module.dlopen("libc.so.6", 2) if hasattr(module, "dlopen") else None
        escapes.append((name, opened))
    except (ImportError, OSError, RuntimeError, TypeError, NotImplementedError, SystemError):
        pass
print(escapes or "held")
