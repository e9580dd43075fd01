class Loop(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


raise Loop
