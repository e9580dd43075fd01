held = []
while True:
    held.append(open("file", "ab"))
