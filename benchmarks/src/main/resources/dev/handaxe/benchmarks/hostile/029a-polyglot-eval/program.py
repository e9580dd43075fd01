import polyglot

print(polyglot.eval(language="js", string="1+1"))
