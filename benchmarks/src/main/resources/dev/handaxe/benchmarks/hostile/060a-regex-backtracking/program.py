import re

for length in range(20, 60, 4):
    re.match(r"(a+)+$", "a" * length + "b")
