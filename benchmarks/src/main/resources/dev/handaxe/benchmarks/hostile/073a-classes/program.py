kept = []
while True:
    kept.append(type("T%d" % len(kept), (dict,), {"a%d" % len(kept): lambda self, n=len(kept): n}))
