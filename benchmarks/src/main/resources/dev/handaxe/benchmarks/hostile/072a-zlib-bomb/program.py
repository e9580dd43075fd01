import zlib

bomb = zlib.compressobj(9)
packed = b"".join(bomb.compress(bytes(1_000_000)) for _ in range(2000)) + bomb.flush()
print(len(packed))
print(len(zlib.decompress(packed)))
