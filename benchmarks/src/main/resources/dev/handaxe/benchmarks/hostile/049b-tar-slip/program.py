import io
import tarfile

escapes = []
for kind, target in ((tarfile.SYMTYPE, "@CANARY_FILE@"), (tarfile.LNKTYPE, "@CANARY_FILE@"), (tarfile.REGTYPE, ""), (tarfile.FIFOTYPE, "")):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        member = tarfile.TarInfo("../../../../../@CANARY_FOLDER@/slipped")
        member.type, member.linkname = kind, target
        archive.addfile(member)
    data.seek(0)
    try:
        tarfile.open(fileobj=data, mode="r:").extractall("/tmp/unpacked", filter="fully_trusted")
        escapes.append(kind)
    except (OSError, tarfile.TarError):
        pass
print(escapes or "held")
