for source in ("x" + "[0]" * 20_000, "x" + ".y" * 20_000, "x" + "()" * 20_000, "not " * 20_000 + "x", "x if y else " * 20_000 + "z"):
    compile(source, "long.py", "exec")
