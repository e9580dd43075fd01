import re

text = "a" * 400 + "b"
re.match(r"^(a?)(a?)(a*)*(a*)*(a*)*\3\4\5\1\2$", text)
re.match(r"(.*)*(.*)*(.*)*(.*)*\1\2\3\4x$", text)
while True:
    re.search(r"(x+x+)+y\1", "x" * 5000)
