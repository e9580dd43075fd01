import importlib.abc
import importlib.util
import sys


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        return importlib.util.spec_from_loader(name, self)

    def exec_module(self, module):
        module.where = "mine"


sys.meta_path.insert(0, Finder())
sys.path_importer_cache.clear()
import colorsys

print(colorsys.where)
