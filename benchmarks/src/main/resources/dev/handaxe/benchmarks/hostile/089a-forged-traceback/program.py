forged = compile("\n" * 499 + "raise type('SystemError', (Exception,), {'__module__': 'builtins'})('worker lost: 0x1b\x1b[2J')", "/usr/lib/handaxe/Supervisor.java", "exec")
exec(forged)
