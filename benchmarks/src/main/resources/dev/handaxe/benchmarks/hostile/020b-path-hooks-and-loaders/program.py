import importlib.machinery
import importlib.util
import runpy
import sys

escapes = []
sys.path.insert(0, "@CANARY_FOLDER@")
sys.path.insert(0, "/")
sys.path_importer_cache.clear()
for name, attempt in (
    ("source", lambda: importlib.machinery.SourceFileLoader("x", "@CANARY_FILE@").get_data("@CANARY_FILE@")),
    ("bytecode", lambda: importlib.machinery.SourcelessFileLoader("x", "@CANARY_FILE@").get_code("x")),
    ("spec", lambda: importlib.util.spec_from_file_location("x", "@CANARY_FILE@").loader.load_module()),
    ("finder", lambda: importlib.machinery.PathFinder.find_spec("ledger").origin),
    ("file-finder", lambda: importlib.machinery.FileFinder("@CANARY_FOLDER@").find_spec("ledger").origin),
    ("import", lambda: __import__("ledger")),
    ("runpy", lambda: runpy.run_path("@CANARY_FILE@")),
):
    try:
        escapes.append((name, attempt()))
    except (ImportError, OSError, AttributeError):
        pass
print(escapes or "held")
