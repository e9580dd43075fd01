group = ExceptionGroup("leaf", [ValueError("x" * 1000)])
for level in range(300):
    group = ExceptionGroup(f"level {level}", [group, group, KeyError(level)])
group.__cause__ = group.__context__ = group
raise group
