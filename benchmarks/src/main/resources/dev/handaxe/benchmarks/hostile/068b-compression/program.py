import lzma
import zlib

data = bytes(range(256)) * 40_000
while True:
    zlib.compress(data, 9)
    lzma.compress(data, preset=9)
