escapes = []


def shelf(path):
    import shelve

    with shelve.open(path) as opened:
        opened["x"] = 1
        return dict(opened)


def dumb(path):
    import dbm.dumb

    with dbm.dumb.open(path, "c") as opened:
        opened["x"] = "1"
        return opened.keys()


for attempt in (shelf, dumb):
    for path in ("@CANARY_FILE@", "@CANARY_FOLDER@/new", "/tmp/new", "new"):
        try:
            escapes.append((path, attempt(path)))
        except Exception as error:
            if not isinstance(error, (OSError, ImportError)) and type(error).__module__ != "dbm":
                escapes.append(repr(error))
print(escapes or "held")
