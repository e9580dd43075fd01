import atexit
import weakref


def forever(*parts):
    while True:
        pass


class Late:
    def __del__(self):
        forever()


kept = Late()
weakref.finalize(kept, forever)
atexit.register(forever)
print("end")
