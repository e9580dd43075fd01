import io
import os
import zipfile

data = io.BytesIO()
with zipfile.ZipFile(data, "w") as archive:
    for name in ("../../../../@CANARY_FILE@", "@CANARY_FILE@", "../evil", "/evil", "fine"):
        archive.writestr(name, "slipped")
zipfile.ZipFile(data).extractall("unpacked")
escapes = []
for path in ("@CANARY_FILE@", "/evil", "/work/evil"):
    try:
        escapes.append((path, open(path).read()))
    except OSError:
        pass
print(escapes or "held")
