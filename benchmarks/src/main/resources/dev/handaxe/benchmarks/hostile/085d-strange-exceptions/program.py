class Mine(BaseException):
    pass


try:
    raise Mine("mine")
except Mine:
    try:
        raise GeneratorExit
    except GeneratorExit as inner:
        raise KeyboardInterrupt("forged") from inner
