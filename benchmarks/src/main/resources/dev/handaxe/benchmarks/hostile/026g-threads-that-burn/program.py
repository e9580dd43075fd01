import threading
import time


def burn():
    while True:
        pass


for _ in range(3):
    threading.Thread(target=burn).start()
time.sleep(60)
