print((10**10**8).bit_length())
