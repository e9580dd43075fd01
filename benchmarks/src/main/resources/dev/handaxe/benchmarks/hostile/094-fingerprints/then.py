import random

random.seed(7)
first = random.random()
random.seed(7)
print("held" if random.random() == first else "seeds do not hold")
