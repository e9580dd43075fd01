def solve():
    return eval("(" * 5000 + "1" + ")" * 5000)
