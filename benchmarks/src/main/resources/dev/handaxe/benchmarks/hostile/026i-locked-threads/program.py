import threading

lock = threading.Lock()
held = threading.Event()


def hold():
    lock.acquire()
    held.set()
    threading.Event().wait()


threading.Thread(target=hold).start()
held.wait()
lock.acquire()
