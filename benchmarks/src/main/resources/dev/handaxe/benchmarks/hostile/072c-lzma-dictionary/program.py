import lzma

lzma.decompress(b"\x5d\xff\xff\xff\xff" + b"\xff" * 8 + b"\0" * 100, lzma.FORMAT_ALONE)
