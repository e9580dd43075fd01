def run(n):
    counts = {}
    for i in range(n):
        word = "w" + str((i * i + 7 * i) % 997)
        counts[word] = counts.get(word, 0) + 1
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(word for word, _ in best[:5])
