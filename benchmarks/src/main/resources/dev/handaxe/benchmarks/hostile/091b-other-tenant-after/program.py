import builtins
import sys

builtins.left = sys.left = "left behind"
sys.modules["left"] = builtins
sys.intern("left behind")
builtins.print = None
