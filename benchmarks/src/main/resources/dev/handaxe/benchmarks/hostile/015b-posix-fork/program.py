import posix

pid = posix.fork()
print("forked", pid)
