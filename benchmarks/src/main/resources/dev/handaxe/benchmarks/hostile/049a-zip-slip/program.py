import io
import zipfile

data = io.BytesIO()
with zipfile.ZipFile(data, "w") as archive:
    for name in ("../../../@CANARY_FILE@", "@CANARY_FILE@", "..\\..\\ledger.txt", "a/../../b"):
        archive.writestr(name, "slipped")
zipfile.ZipFile(data).extractall("@CANARY_FOLDER@/unpacked")
