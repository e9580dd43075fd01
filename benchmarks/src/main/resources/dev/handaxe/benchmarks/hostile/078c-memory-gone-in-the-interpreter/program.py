chain = None
hold = []
while True:
    try:
        while True:
            chain = (chain, [])
    except BaseException:
        hold.append(chain)
