def stubborn():
    while True:
        try:
            while True:
                yield 1
        except GeneratorExit:
            for _ in stubborn():
                pass


generator = stubborn()
next(generator)
try:
    generator.close()
except RuntimeError:
    pass
del generator
while True:
    pass
