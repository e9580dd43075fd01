import os

number = 0
while True:
    number += 1
    os.mkdir("d%d" % number)
    os.chdir("d%d" % number)
    open("f", "w").close()
