import pty

print(pty.spawn(["/bin/cat", "@CANARY_FILE@"]))
