import threading


def stubborn():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


for _ in range(3):
    threading.Thread(target=stubborn).start()
stubborn()
