import re

count = 1
while True:
    count += 1
    re.search(f"(((a{{1,{count * 50}}}){{1,200}}){{1,200}})b", "a" * 5000)
    re.compile("|".join(str(n) + "x*" for n in range(count * 100, count * 200)))
