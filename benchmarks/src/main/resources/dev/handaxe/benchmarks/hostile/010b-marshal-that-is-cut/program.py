import marshal

escapes = []
for data in (
    b"",
    marshal.dumps(compile("1+1", "x", "eval"))[:-3],
    b"(\xff\xff\xff\xff",
    b"r\x05\x00\x00\x00",
    b"l\x00\x00\x00\x80",
    b"c",
    b"[\x01\0\0\0" * 50_000,
):
    try:
        escapes.append(marshal.loads(data))
    except (ValueError, EOFError):
        pass
print(escapes or "held")
