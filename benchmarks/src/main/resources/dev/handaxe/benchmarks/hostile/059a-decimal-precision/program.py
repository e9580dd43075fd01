import decimal

decimal.getcontext().prec = 10**6
print(decimal.Decimal(2).sqrt() / decimal.Decimal(7).ln())
