import contextlib


class Swallow:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return True


while True:
    with contextlib.suppress(BaseException), Swallow():
        while True:
            pass
