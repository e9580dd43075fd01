number = 7
while True:
    number = pow(number, 3) * number << 100
