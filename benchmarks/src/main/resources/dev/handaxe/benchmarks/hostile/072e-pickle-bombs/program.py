import pickle

for data in (
    b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7f.",
    b"\x80\x04B\xff\xff\xff\x7fx.",
    b"\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7fx.",
    b"\x80\x04r\xff\xff\xff\x7f.",
    b"(" * 1_000_000,
    b"]" + b"(2" * 100 + b"e.",
):
    try:
        pickle.loads(data)
    except (pickle.UnpicklingError, EOFError, OverflowError, MemoryError, ValueError, IndexError):
        pass
pickle.loads(b"\x80\x04]q\x00(" + b"h\x00" * 20_000_000 + b"e.")
