NEEDLE = "canary" + "-"
escapes = []


def climb(frame):
    while frame is not None:
        for space in (frame.f_locals, frame.f_globals):
            escapes.extend(v for v in list(space.values()) if isinstance(v, str) and NEEDLE in v and v != NEEDLE)
        frame = frame.f_back


def running():
    climb(own[0].gi_frame)
    yield 1


async def waiting():
    climb(own[1].cr_frame)


own = [running(), waiting()]
next(own[0])
try:
    own[1].send(None)
except StopIteration:
    pass
expression = (climb(expression.gi_frame) for _ in range(1))
list(expression)
print(escapes or "held")
