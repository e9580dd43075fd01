items = [n * 7919 % 1_000_003 for n in range(200_000)]
while True:
    sorted(items * 5, reverse=True)
