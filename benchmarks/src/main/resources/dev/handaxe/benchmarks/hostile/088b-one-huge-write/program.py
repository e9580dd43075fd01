import os
import sys

sys.stderr.write("y" * 5_000_000)
os.write(1, b"z" * 5_000_000)
sys.stdout.write("x" * 5_000_000)
