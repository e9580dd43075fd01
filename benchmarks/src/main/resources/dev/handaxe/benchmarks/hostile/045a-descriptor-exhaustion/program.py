import os

held = []
while len(held) < 200_000:
    try:
        held.append(os.pipe())
    except (AttributeError, NotImplementedError):
        held.append((os.dup(1), 0))
print(len(held))
