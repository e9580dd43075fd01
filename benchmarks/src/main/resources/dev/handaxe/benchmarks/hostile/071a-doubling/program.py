text, items, table, kept = "x", [1], {}, set()
while True:
    text += text
    items += items
    table.update({len(table) + n: n for n in range(len(items))})
    kept |= set(range(len(items)))
