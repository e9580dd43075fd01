huge = (1 << 400_000) - 1
print(pow(3, huge, huge - 2) % 10)
