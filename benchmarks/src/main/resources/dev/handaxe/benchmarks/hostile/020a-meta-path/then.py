import colorsys

print(getattr(colorsys, "where", "real"))
