import hashlib

print(hashlib.pbkdf2_hmac("sha512", b"x", b"y", 1_000_000_000))
