text = "1"
for _ in range(200):
    text = "f'{" + text + "}'"
print(len(text), eval(text))
