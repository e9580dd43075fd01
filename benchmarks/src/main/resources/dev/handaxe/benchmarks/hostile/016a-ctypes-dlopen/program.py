import ctypes

print(ctypes.CDLL(None).system(b"cat @CANARY_FILE@"))
