import sys

print("fresh" if not {"colorsys", "fractions", "statistics"} & set(sys.modules) else "cached")
