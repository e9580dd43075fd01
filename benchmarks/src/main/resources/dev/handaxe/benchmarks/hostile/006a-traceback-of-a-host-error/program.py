escapes = []


def look(error, depth=0):
    if error is None or depth > 5:
        return
    for part in (*error.args, *vars(error).values()):
        if type(part).__module__ not in ("builtins", "__main__"):
            escapes.append((type(part).__module__, repr(part)))
    trace = error.__traceback__
    while trace is not None:
        for name, value in list(trace.tb_frame.f_locals.items()):
            if "java" in type(value).__module__ or "Foreign" in type(value).__name__:
                escapes.append((name, repr(value)))
        trace = trace.tb_next
    look(error.__cause__, depth + 1)
    look(error.__context__, depth + 1)


for attempt in (
    lambda: open("@CANARY_FILE@"),
    lambda: __import__("os").listdir("@CANARY_FOLDER@"),
    lambda: __import__("socket").socket(),
    lambda: __import__("java"),
    lambda: [0] * 10**15,
):
    try:
        attempt()
        escapes.append("not refused")
    except Exception as error:
        look(error)
print(escapes or "held")
