def run(n):
    one = [(i * 7919) % 26 for i in range(n)]
    other = [(i * 104729 + 3) % 26 for i in range(n)]
    before = list(range(n + 1))
    for i, left in enumerate(one):
        now = [i + 1]
        for j, right in enumerate(other):
            now.append(min(before[j] + (left != right), before[j + 1] + 1, now[j] + 1))
        before = now
    return before[-1]
