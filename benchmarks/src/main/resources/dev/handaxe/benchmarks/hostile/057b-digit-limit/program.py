try:
    int("9" * 5000)
    print("read")
except ValueError:
    print(len(str(1 << 20_000)))
