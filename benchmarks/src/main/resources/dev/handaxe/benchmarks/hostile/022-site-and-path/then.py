import os
import sys

print("clean" if "PYTHONPATH" not in os.environ and "/etc" not in sys.path else sys.path)
