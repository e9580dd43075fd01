import tempfile

with tempfile.TemporaryFile() as out:
    out.write(b"x")
print("written")
