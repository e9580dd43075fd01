def reach(*given):
    found = []

    def look(thing, depth):
        for name in ("getClass", "class", "class_", "__java__", "_java", "getClassLoader", "forName", "wait", "notify", "hashCode", "static"):
            if hasattr(thing, name):
                found.append([type(thing).__name__, name])
        if "java" in type(thing).__module__ or "polyglot" in type(thing).__module__ or "Foreign" in type(thing).__name__:
            found.append([type(thing).__module__, repr(thing)])
        if isinstance(thing, dict):
            thing = list(thing.items())
        if isinstance(thing, (list, tuple)) and depth < 5:
            for part in thing:
                look(part, depth + 1)

    look(list(given), 0)
    look(__builtins__, 0)
    return found
