import os

escapes = []
path = "@CANARY_FILE@"
for crooked in (
    "/../../.." + path,
    "/./" + path,
    "/" + path,
    "//" + path,
    "/tmp/../" + path,
    path + "\0.txt",
    "\0" + path,
    path + "/",
    path + "/.",
    path.replace("/", "\\"),
    path.replace("/", "\u2215"),
    path.replace("/", "\uff0f"),
    path.replace(".", "\uff0e"),
    path.encode(),
    path.encode("utf-16"),
    "file://" + path,
    "\udcff" + path,
    path + "\ud800",
    "a" * 5000 + "/../" + path,
    "/." * 1000 + path,
    "../" * 1000 + path,
    "x" * 1_000_000,
    "",
    " " + path,
    path.upper(),
):
    for attempt in (lambda: open(crooked).read(), lambda: os.listdir(crooked), lambda: os.stat(crooked).st_size):
        try:
            escapes.append((str(crooked)[:100], attempt()))
        except (OSError, ValueError):
            pass
print(escapes or "held")
