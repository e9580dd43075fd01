import os
import pickle


class Bomb:
    def __reduce__(self):
        return (os.system, ("cat @CANARY_FILE@",))


print(pickle.loads(pickle.dumps(Bomb())))
