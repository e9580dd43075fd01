import builtins

builtins.print = builtins.len = lambda *parts, **kwargs: "poisoned"
builtins.__import__ = lambda *parts, **kwargs: builtins
builtins.open = builtins.compile = builtins.exec = builtins.eval = None
del builtins.range
