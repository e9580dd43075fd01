error = None
while True:
    try:
        try:
            raise ValueError("x" * 1000) from error
        except ValueError as inner:
            raise KeyError(inner) from inner
    except KeyError as caught:
        error = caught
