import os
import subprocess

subprocess._execute_child = None
child = subprocess.Popen(["/bin/cat", "@CANARY_FILE@"], executable="/bin/cat", stdout=subprocess.PIPE, shell=False)
print(child.communicate())
