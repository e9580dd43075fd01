import os
import sys

print("\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b\0\b\r\u2028\u2029\u0085\u202e\ufeff\u200b")
os.write(1, bytes(range(256)))
sys.stderr.buffer.write(b"\xff\xfe\xed\xa0\x80\xf5\n2026-01-01 INFO forged line\r\n")
