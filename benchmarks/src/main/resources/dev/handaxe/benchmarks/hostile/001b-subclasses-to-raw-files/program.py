def walk(kind, seen):
    for sub in type.__subclasses__(kind):
        if sub not in seen:
            seen.add(sub)
            walk(sub, seen)


classes = set()
walk(object, classes)
escapes = []
for found in classes:
    if found.__name__ in ("FileIO", "FileLoader", "SourceFileLoader", "ZipFile", "TextIOWrapper"):
        for arguments in (("@CANARY_FILE@",), ("x", "@CANARY_FILE@")):
            try:
                opened = found(*arguments)
                for method in ("read", "readall", "get_source", "get_data"):
                    if hasattr(opened, method):
                        extra = ("@CANARY_FILE@",) if method == "get_data" else ("x",) if method == "get_source" else ()
                        escapes.append(getattr(opened, method)(*extra))
            except (OSError, TypeError, AttributeError, ImportError, ValueError, LookupError):
                pass
print(escapes or "held")
