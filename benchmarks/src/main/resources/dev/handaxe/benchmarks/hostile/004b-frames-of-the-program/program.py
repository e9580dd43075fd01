import sys

beyond = sys._getframe().f_back
escapes = []
while beyond is not None:
    for name, value in list(beyond.f_locals.items()):
        if callable(value):
            try:
                escapes.append(value("@CANARY_FILE@").read())
            except BaseException:
                pass
    beyond = beyond.f_back
print(escapes or "held")
