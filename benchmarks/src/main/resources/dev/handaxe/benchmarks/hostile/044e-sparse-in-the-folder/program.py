with open("sparse", "wb") as file:
    file.seek(8 << 40)
    file.write(b"x")
with open("cut", "wb") as file:
    file.truncate(8 << 40)
