import marshal

print(marshal.loads(b"[\xff\xff\xff\x7f"))
