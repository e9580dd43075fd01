import collections
import fractions

print(collections.Counter("a"), float(fractions.Fraction(1, 4) + fractions.Fraction(1, 4)), round(1 / 7, 6))
