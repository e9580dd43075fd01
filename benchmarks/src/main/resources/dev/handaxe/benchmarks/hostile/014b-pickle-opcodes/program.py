import pickle

print(pickle.loads(b"cbuiltins\neval\n(Vopen('@CANARY_FILE@').read()\ntR."))
