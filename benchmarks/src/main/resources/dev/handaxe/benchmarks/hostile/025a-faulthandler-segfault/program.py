import faulthandler

for name, arguments in (("enable", ()), ("_sigsegv", ()), ("_sigabrt", ()), ("_read_null", ()), ("_fatal_error", (b"x",)), ("_stack_overflow", ()), ("dump_traceback", (2,))):
    try:
        getattr(faulthandler, name)(*arguments)
    except (AttributeError, OSError, NotImplementedError, TypeError):
        pass
print("held")
