for number in range(1_000_000):
    with open(f"/tmp/flood-{number}", "wb") as out:
        out.write(b"x" * 10_000_000)
