import os
import pathlib

os.makedirs("deep/er")
os.chdir("deep/er")
pathlib.Path("/work/left").write_text("left")
pathlib.Path("/tmp/left").exists()
print("left")
