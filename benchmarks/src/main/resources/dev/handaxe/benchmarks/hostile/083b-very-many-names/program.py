n = 3000
for source in (
    "f(" + ",".join("a%d" % i for i in range(n)) + ")",
    "f(" + ",".join("a%d=1" % i for i in range(n)) + ")",
    "def f(" + ",".join("a%d" % i for i in range(n)) + "): pass",
    "def f():\n" + "".join(" v%d = 1\n" % i for i in range(n)),
    "match x:\n" + "".join(" case [%d, {'a': %d}, *_] | (%d as y): pass\n" % (i, i, i) for i in range(n // 10)),
    "a = " * n + "1",
    "import " + ",".join("m%d" % i for i in range(n)),
    "global " + ",".join("g%d" % i for i in range(n)),
):
    try:
        compile(source, "wide.py", "exec")
    except (SyntaxError, RecursionError, MemoryError):
        pass
print("held")
