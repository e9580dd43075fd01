import io
import sys
import zipfile

data = io.BytesIO()
with zipfile.ZipFile(data, "w") as archive:
    archive.writestr("evil.py", "print(open('@CANARY_FILE@').read())")
with open("/tmp/evil.zip", "wb") as out:
    out.write(data.getvalue())
sys.path.insert(0, "/tmp/evil.zip")
import evil
