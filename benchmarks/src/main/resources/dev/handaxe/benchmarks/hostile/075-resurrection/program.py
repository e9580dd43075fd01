import gc

kept = []


class Undead:
    def __init__(self):
        self.me = self
        self.weight = bytearray(1000)

    def __del__(self):
        kept.append(self)
        Undead()


while True:
    Undead()
    gc.collect() if len(kept) % 1000 == 1 else None
