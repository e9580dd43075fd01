modulus = (1 << 61) - 1
while True:
    set(n * modulus for n in range(50_000))
    dict.fromkeys(n << 32 for n in range(50_000))
    dict.fromkeys(n << 61 for n in range(50_000))
