def victim(a, b):
    return [a + b, open]


code = bytearray(victim.__code__.co_code)
for at in range(len(code) // 2, len(code)):
    code[at] ^= 0x55
    victim.__code__ = victim.__code__.replace(co_code=bytes(code))
    print(at, victim(1, 2))
