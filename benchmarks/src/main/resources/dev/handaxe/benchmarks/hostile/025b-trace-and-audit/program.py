import sys


def forever(*parts):
    while True:
        pass


try:
    sys.addaudithook(lambda *parts: None)
    sys.setprofile(forever)
except (AttributeError, NotImplementedError):
    pass
sys.settrace(forever)


def traced():
    return 1


traced()
forever()
