# Runs in contexts whose call has a folder. GraalPy does not close a file when its last reference goes,
# so that open("x", "w").write("text") would leave an empty file: what was opened for writing is kept
# here and flushed when the call ends.
def _folder():
    import builtins
    import _io
    import io

    real, opened, any_, len_, OSError_ = _io.open, [], any, len, OSError

    def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
        f = real(file, mode, buffering, encoding, errors, newline, closefd, opener)
        if any_(c in mode for c in "wax+"):
            if len_(opened) % 64 == 63:
                opened[:] = [other for other in opened if not other.closed]
            opened.append(f)
        return f

    def flush():
        for f in opened:
            try:
                if not f.closed:
                    f.flush()
            except (OSError_, ValueError):
                pass
        opened[:] = [f for f in opened if not f.closed]  # a session may go on with them

    open.__module__, open.__qualname__ = "_io", "open"
    builtins.open = io.open = _io.open = open
    del __import__("sys").modules["__main__"].__dict__["_folder"]
    return flush


_folder()
