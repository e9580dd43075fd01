import io
import zipfile

data = io.BytesIO()
with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
    for number in range(20):
        archive.writestr("zeros%d" % number, bytes(1 << 20))
zipfile.ZipFile(data).extractall()
