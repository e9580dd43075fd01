print(len("x".ljust(2 * 10**9)))
