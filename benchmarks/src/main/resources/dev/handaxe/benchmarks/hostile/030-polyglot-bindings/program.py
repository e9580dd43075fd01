import sys

sys.modules.pop("polyglot", None)
import polyglot

print("escaped", polyglot.import_value("canary"))
polyglot.export_value("poison", "poison")
print("escaped", polyglot.import_value("poison"))
