import marshal

good = marshal.dumps(compile("1+1", "x", "eval"))
print(marshal.loads(good[:10] + b"\xff" * 20 + good[30:]))
