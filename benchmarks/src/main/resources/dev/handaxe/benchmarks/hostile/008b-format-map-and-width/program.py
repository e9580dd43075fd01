class Fields(dict):
    def __missing__(self, name):
        return 1


print(len("{a:>2000000000}{b:2000000000d}".format_map(Fields())))
