try:
    open("/etc/passwd")
except OSError:
    pass


class PermissionError(OSError):
    @property
    def filename(self):
        raise SystemExit(0)

    @property
    def __traceback__(self):
        raise SystemExit(0)


raise PermissionError(1, "Operation not permitted")
