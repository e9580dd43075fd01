n = 500
while True:
    source = "\n".join(f"def f{i}(a, b={i}, *c, **d): return [f'{{a}}{{b!r:>{i}}}' for x in c if x for y in d]" for i in range(n))
    compile(source, "slow.py", "exec")
    n *= 2
