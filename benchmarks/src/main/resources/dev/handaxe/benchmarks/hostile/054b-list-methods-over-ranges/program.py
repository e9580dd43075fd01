class Never:
    def __eq__(self, other):
        return False


huge = range(10**12)
print(huge.count(Never()), huge.index(Never()))
