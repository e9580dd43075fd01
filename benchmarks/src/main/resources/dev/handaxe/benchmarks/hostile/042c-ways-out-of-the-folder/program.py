import os
import pathlib
import shutil

escapes = []
pathlib.Path("mine").write_text("mine")


def written(path):
    pathlib.Path(path).write_text("evil")
    return path


def walked(path):
    os.chdir(path)
    try:
        return [name for name in os.listdir(".") if name != "mine"]
    finally:
        os.chdir("/work")


for name, attempt in (
    ("dots", lambda: pathlib.Path("../../../../@CANARY_FILE@").read_text()),
    ("absolute", lambda: pathlib.Path("@CANARY_FILE@").read_text()),
    ("write beside", lambda: written("@CANARY_FOLDER@/evil")),
    ("write above", lambda: written("/evil")),
    ("write in tmp", lambda: written("/tmp/../../evil")),
    ("rename out", lambda: os.rename("mine", "@CANARY_FOLDER@/mine") or "renamed"),
    ("rename in", lambda: os.rename("@CANARY_FILE@", "stolen") or "renamed"),
    ("replace", lambda: os.replace("mine", "@CANARY_FILE@") or "replaced"),
    ("copy in", lambda: shutil.copytree("@CANARY_FOLDER@", "stolen")),
    ("move the folder", lambda: os.rename("/work", "/elsewhere") or "moved"),
    ("walk up", lambda: walked("@CANARY_FOLDER@")),
    ("remove", lambda: os.remove("@CANARY_FILE@") or "removed"),
    ("chmod", lambda: os.chmod("@CANARY_FILE@", 0o777) or "changed"),
):
    try:
        escapes.append((name, attempt()))
    except (OSError, shutil.Error):
        pass
print(escapes or "held")
