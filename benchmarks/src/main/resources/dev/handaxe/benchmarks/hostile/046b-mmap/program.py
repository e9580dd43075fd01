import mmap

area = mmap.mmap(-1, 2_000_000_000)
for at in range(0, len(area), 4096):
    area[at] = 1
print("mapped", len(area))
