import sys


class Status(int):
    def __str__(self):
        return open("@CANARY_FILE@").read()

    __repr__ = __str__


sys.exit(Status(2**70))
