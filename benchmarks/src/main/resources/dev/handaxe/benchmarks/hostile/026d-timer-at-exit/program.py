import atexit
import threading


@atexit.register
def late():
    threading.Timer(0.1, print, ("late",)).start()


print("end")
