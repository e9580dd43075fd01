try:
    open("/etc/passwd")
except OSError:
    pass


class PermissionError(OSError):
    @property
    def filename(self):
        while True:
            pass

    __traceback__ = args = errno = filename


raise PermissionError(1, "x")
