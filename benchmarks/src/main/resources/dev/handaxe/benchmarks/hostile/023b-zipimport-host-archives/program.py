import pkgutil
import sys
import zipimport

escapes = []
home = sys.prefix.split("/python/")[0]
for path in (home + "/lib/worker-0.1.0-SNAPSHOT.jar", home + "/lib/polyglot-25.2.4.jar", "@CANARY_FILE@", "/usr/lib/python3/dist-packages"):
    for attempt in (zipimport.zipimporter, pkgutil.get_importer, pkgutil.ImpImporter if hasattr(pkgutil, "ImpImporter") else zipimport.zipimporter):
        try:
            importer = attempt(path)
            found = list(pkgutil.iter_importer_modules(importer)) if importer else None
            if found or attempt is zipimport.zipimporter:
                escapes.append((path, found))
        except (ImportError, OSError):
            pass
print(escapes or "held")
