import difflib

difflib.SequenceMatcher(None, "ab" * 3000, "ba" * 3000, autojunk=False).ratio()
list(difflib.ndiff(["x" * n for n in range(300)], ["x" * n + "y" for n in range(300)]))
while True:
    pass
