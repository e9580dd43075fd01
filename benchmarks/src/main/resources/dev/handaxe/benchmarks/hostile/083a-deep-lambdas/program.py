for source in (
    "lambda: " * 500 + "1",
    "[" * 500 + "x" + " for x in y]" * 500,
    "if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 150)) + " " * 150 + "pass",
    "".join(" " * n + "def f():\n" for n in range(200)) + " " * 200 + "pass",
    "".join(" " * n + "for i in ():\n" for n in range(60)) + " " * 60 + "pass",
    "x" + ".y" * 1_000,
    "x" + "()" * 1_000,
    "not " * 1_000 + "x",
    "x if y else " * 500 + "z",
):
    try:
        compile(source, "deep.py", "exec")
    except (SyntaxError, RecursionError, MemoryError):
        pass
print("held")
