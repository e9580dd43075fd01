made = 0
for name in ("a\nb", "\x1b[2J", "..\\..\\evil", "C:evil", "con", "-rf", "~", " ", "a" * 250, "\u202e"):
    try:
        with open(name, "w") as file:
            file.write("x")
        made += 1
    except (OSError, ValueError):
        pass
print(made > 0)
