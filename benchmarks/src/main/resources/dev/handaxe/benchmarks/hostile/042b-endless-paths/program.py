import os

escapes = []
for crooked in ("../" * 300_000 + "@CANARY_FILE@", "/." * 500_000 + "@CANARY_FILE@", "a/" * 500_000):
    for attempt in (open, os.listdir, os.stat, os.mkdir, os.path.exists):
        try:
            result = attempt(crooked)
            if result:
                escapes.append((str(crooked)[:100], result))
        except (OSError, ValueError):
            pass
print(escapes or "held")
