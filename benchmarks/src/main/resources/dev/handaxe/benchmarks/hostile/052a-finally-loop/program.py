def stubborn():
    try:
        while True:
            pass
    finally:
        stubborn()


stubborn()
