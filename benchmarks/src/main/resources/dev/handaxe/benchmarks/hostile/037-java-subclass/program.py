import sys

sys.modules.pop("java", None)
import java


class Evil(java.type("java.lang.Thread"), new_style=True):
    def run(self):
        print(open("@CANARY_FILE@").read())


Evil().start()
