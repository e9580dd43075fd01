def deeper():
    try:
        deeper()
    except RecursionError:
        deeper()
    finally:
        deeper()


deeper()
