import multiprocessing


def steal():
    print(open("@CANARY_FILE@").read())


child = multiprocessing.Process(target=steal)
child.start()
child.join()
