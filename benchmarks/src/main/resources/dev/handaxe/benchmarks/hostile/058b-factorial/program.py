import math

print(math.factorial(5_000_000).bit_length(), math.perm(10**8, 10**7).bit_length())
