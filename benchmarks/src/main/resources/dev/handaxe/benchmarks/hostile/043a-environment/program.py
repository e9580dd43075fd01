import os
import posix

escapes = []
for name in ("@CANARY_ENV@", "PATH", "HOME", "JAVA_HOME", "HANDAXE_TOKEN", "OPENAI_API_KEY"):
    for value in (
        os.environ.get(name),
        os.getenv(name),
        os.environb.get(name.encode()),
        posix.environ.get(name.encode()),
        None if os.path.expandvars("$" + name) == "$" + name else os.path.expandvars("$" + name),
    ):
        if value:
            escapes.append((name, value))
print(escapes or "held")
