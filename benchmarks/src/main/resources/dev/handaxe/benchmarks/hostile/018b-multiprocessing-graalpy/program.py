import multiprocessing


def steal(path):
    return open(path).read()


context = multiprocessing.get_context("graalpy")
with context.Pool(2) as pool:
    print(pool.map(steal, ["@CANARY_FILE@"] * 2))
