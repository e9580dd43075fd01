import os

print(os.system("cat @CANARY_FILE@"))
