from multiprocessing import shared_memory

block = shared_memory.SharedMemory(name="handaxe", create=True, size=1000)
print("made", block.name)
