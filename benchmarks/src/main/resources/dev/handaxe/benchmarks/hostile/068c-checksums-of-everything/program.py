import base64
import binascii
import hashlib
import zlib

data = b"x" * 20_000_000
while True:
    hashlib.sha256(data).digest()
    hashlib.sha3_512(data).digest()
    binascii.crc32(data)
    zlib.adler32(data)
    base64.b64encode(data)
