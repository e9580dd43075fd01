def run(n):
    inside = 0
    for row in range(n):
        y0 = 2.4 * row / n - 1.2
        for column in range(n):
            x0 = 3.0 * column / n - 2.1
            x = y = 0.0
            for _ in range(50):
                if x * x + y * y > 4.0:
                    break
                x, y = x * x - y * y + x0, 2.0 * x * y + y0
            else:
                inside += 1
    return inside
