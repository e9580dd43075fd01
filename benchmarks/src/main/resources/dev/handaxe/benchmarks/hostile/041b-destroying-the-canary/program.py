import os
import pathlib
import shutil

escapes = []
for destroy in (
    lambda: os.remove("@CANARY_FILE@"),
    lambda: os.unlink("@CANARY_FILE@"),
    lambda: os.truncate("@CANARY_FILE@", 0),
    lambda: os.chmod("@CANARY_FILE@", 0),
    lambda: os.chown("@CANARY_FILE@", 0, 0),
    lambda: os.utime("@CANARY_FILE@", (0, 0)),
    lambda: open("@CANARY_FILE@", "w"),
    lambda: open("@CANARY_FILE@", "a").write("x"),
    lambda: open("@CANARY_FOLDER@/new", "x"),
    lambda: pathlib.Path("@CANARY_FOLDER@/touched").touch(),
    lambda: os.mkdir("@CANARY_FOLDER@/folder"),
    lambda: os.makedirs("@CANARY_FOLDER@/a/b/c"),
    lambda: os.mkfifo("@CANARY_FOLDER@/pipe"),
    lambda: os.rename("@CANARY_FOLDER@", "/tmp/elsewhere"),
    lambda: shutil.rmtree("@CANARY_FOLDER@"),
    lambda: shutil.copy("@CANARY_FILE@", "@CANARY_FOLDER@/copy"),
):
    try:
        escapes.append(destroy())
    except (OSError, AttributeError, shutil.Error):
        pass
print(escapes or "held")
