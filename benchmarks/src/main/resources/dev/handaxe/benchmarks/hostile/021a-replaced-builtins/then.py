import math

print(len("ab"), math.pi > 3)
