import types

made = types.CodeType(
    0, 0, 0, -1, 2**31 - 1, 0xFFFF, b"\x64\x7f" * 8, (), ("open",), (), "main.py", "f", "f", 1, b"", b"", (), ()
)
print(made, made.co_code, list(made.co_lines()))
print(eval(made))
