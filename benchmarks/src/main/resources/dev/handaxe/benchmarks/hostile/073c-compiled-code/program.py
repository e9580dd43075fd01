import re

kept = []
while True:
    kept.append(eval("lambda x: x + %d" % len(kept)))
    kept.append(re.compile("a{%d}b" % (len(kept) % 1000)))
    kept[-2](1)
