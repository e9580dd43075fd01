items = list(range(300_000))
while True:
    items.sort(key=lambda item: -(item * 7919 % 1_000_003))
