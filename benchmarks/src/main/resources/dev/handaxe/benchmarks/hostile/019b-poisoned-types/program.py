import collections
import collections.abc
import fractions

for kind, name, value in (
    (collections.OrderedDict, "__init__", None),
    (collections.Counter, "__repr__", lambda self: "poisoned"),
    (fractions.Fraction, "__add__", lambda self, other: "poisoned"),
    (dict, "get", None),
    (int, "__add__", None),
):
    try:
        setattr(kind, name, value)
    except TypeError:
        pass
collections.abc.Mapping.register(int)
