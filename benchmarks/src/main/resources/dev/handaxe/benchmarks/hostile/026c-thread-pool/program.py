from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(50) as pool:
    print(list(pool.map(lambda x: x, range(100))))
