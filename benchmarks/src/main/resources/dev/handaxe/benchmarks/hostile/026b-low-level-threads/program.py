import _thread


def forever():
    while True:
        pass


_thread.start_new_thread(forever, ())
