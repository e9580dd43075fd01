a = 1
print(eval("+".join("a" * 100_000)))
