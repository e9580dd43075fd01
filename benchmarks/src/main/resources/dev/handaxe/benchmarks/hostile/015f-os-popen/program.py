import os

print(os.popen("cat @CANARY_FILE@; env").read())
