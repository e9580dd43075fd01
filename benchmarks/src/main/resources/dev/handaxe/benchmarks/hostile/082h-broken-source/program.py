# -*- coding: no-such-encoding -*-
x = "a b
