chunk = b"x" * 65536
number = 0
while True:
    number += 1
    with open("flood%d" % number, "wb") as file:
        for _ in range(100):
            file.write(chunk)
