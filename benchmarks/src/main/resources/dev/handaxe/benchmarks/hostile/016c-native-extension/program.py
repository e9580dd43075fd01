import importlib.machinery
import importlib.util

loader = importlib.machinery.ExtensionFileLoader("evil", "/lib/x86_64-linux-gnu/libc.so.6")
spec = importlib.util.spec_from_file_location("evil", "/lib/x86_64-linux-gnu/libc.so.6", loader=loader)
print(importlib.util.module_from_spec(spec))
