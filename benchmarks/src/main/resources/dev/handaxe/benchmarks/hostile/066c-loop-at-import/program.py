import sys
import types


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        while name == "slow":
            pass


sys.meta_path.insert(0, Finder)
import slow
