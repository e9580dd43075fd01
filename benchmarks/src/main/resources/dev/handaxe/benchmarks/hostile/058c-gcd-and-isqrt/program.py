import math

number = (1 << 20_000_000) + 12345
while True:
    number = math.isqrt(number) * number + math.gcd(number, number * 3 + 1) + math.lcm(number, number + 1)
