# Runs once in every spare context, after the prelude and before any guest code. Everything is taken
# from its builtin type here, so that neither overriding in a class nor patching of builtins matters.
def _trace():
    import sys
    import types

    del sys.modules["__main__"].__dict__["_trace"]
    traceback_of = BaseException.__traceback__.__get__
    frame_of, next_of = types.TracebackType.tb_frame.__get__, types.TracebackType.tb_next.__get__
    line_of = types.TracebackType.tb_lineno.__get__
    code_of, locals_of = types.FrameType.f_code.__get__, types.FrameType.f_locals.__get__
    file_of, name_of = types.CodeType.co_filename.__get__, types.CodeType.co_name.__get__
    type_, len_, dict_, str_, keys, get = type, len, dict, str, dict.keys, dict.get
    program = types.FunctionType, types.ModuleType, type

    def frames(exception, most, told, variables, *files):
        """The guest's frames: file, line, function; of the innermost also names and values."""
        found = []
        traceback = traceback_of(exception)
        while traceback is not None:
            frame = frame_of(traceback)
            if file_of(code_of(frame)) in files:
                found += [(line_of(traceback), frame)]
                if len_(found) > most:
                    del found[0]
            traceback = next_of(traceback)
        silent = len_(found) - told
        result = []
        for line, frame in found:
            code = code_of(frame)
            silent -= 1
            names, values = ([], []) if silent >= 0 else named(locals_of(frame), variables)
            result += [(file_of(code), line, name_of(code), names, values)]
        return result

    def named(space, most):
        names, values = [], []
        if type_(space) is dict_:
            for name in keys(space):
                if type_(name) is not str_ or name[:2] == "__":
                    continue
                value = get(space, name)
                if type_(value) in program:
                    continue
                names += [name]
                values += [value]
                if len_(names) == most:
                    break
        return names, values

    def samples():
        """One value of each builtin type, by its kind; called before any guest code."""
        import builtins

        found = [("none", None), ("bool", True), ("int", 2**70), ("int", 1), ("float", 0.5), ("complex", 1j),
                 ("str", ""), ("bytes", b""), ("bytearray", bytearray()), ("list", []), ("tuple", ()),
                 ("set", set()), ("frozenset", frozenset()), ("dict", {}), ("function", samples),
                 ("code", samples.__code__), ("cell", types.CellType()), ("module", sys), ("type", type)]
        for kind in vars(builtins).values():
            if type(kind) is type and issubclass(kind, BaseException):
                try:
                    found.append(("exception", kind()))
                except TypeError:
                    pass  # it takes arguments, and is told by its name alone
        return found

    return frames, samples


_trace()
