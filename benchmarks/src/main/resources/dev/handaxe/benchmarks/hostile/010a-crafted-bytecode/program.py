def victim(a, b):
    return a + b


victim.__code__ = victim.__code__.replace(co_code=b"\xff" * 64)
print(victim(1, 2))
