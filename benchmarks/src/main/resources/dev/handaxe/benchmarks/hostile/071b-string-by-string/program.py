text = ""
while True:
    text = "y" + text + "x" * 1000
    text.encode()
