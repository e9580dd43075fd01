import sys

sys.set_int_max_str_digits(0)
number = 1
while True:
    number = int(str(number << 1_000_000 | 1)[::-1])
