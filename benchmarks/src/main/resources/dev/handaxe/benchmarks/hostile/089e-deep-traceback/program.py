def deeper(n):
    if n == 0:
        raise ValueError("from the depth")
    deeper(n - 1)


deeper(900)
