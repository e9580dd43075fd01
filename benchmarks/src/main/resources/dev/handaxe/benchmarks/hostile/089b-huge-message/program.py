name = "Err\x1b[31m\n\u202e" + "x" * 100_000
raise type(name, (Exception,), {"__qualname__": name, "__module__": "m" * 100_000})("\x1b" * 20_000_000)
