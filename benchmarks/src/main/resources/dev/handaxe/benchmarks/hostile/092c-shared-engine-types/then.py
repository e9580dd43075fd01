print(1 + 2, "a" + "b", not hasattr(None, "left") and "a".upper() == "A", float(2))
