class Body:
    def __init__(self, x, y, vx, vy, mass):
        self.x, self.y, self.vx, self.vy, self.mass = x, y, vx, vy, mass


def run(n):
    bodies = [Body(i * 1.3, (i * i) % 5 - 2.0, 0.1 * i, -0.05 * i, 1.0 + i) for i in range(5)]
    for _ in range(n):
        for i, one in enumerate(bodies):
            for other in bodies[i + 1 :]:
                dx, dy = one.x - other.x, one.y - other.y
                pull = 0.001 / (dx * dx + dy * dy + 0.01) ** 1.5
                one.vx -= dx * other.mass * pull
                one.vy -= dy * other.mass * pull
                other.vx += dx * one.mass * pull
                other.vy += dy * one.mass * pull
        for body in bodies:
            body.x += body.vx * 0.001
            body.y += body.vy * 0.001
    return round(bodies[0].x, 6)
