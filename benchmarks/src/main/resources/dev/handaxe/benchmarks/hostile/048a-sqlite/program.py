import sqlite3

base = sqlite3.connect("/tmp/evil.db")
base.execute("ATTACH '@CANARY_FILE@' AS canary")
print(base.execute("SELECT * FROM canary.sqlite_master").fetchall())
