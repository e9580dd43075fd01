import gc

attempts = (
    lambda: setattr(int, "__add__", None),
    lambda: setattr(type(None), "left", 1),
    lambda: type.__setattr__(str, "upper", None),
    lambda: object.__setattr__(str, "upper", None),
    lambda: int.__dict__.update(left=1),
    lambda: gc.get_referents(str.__dict__)[0].update(upper=None),
    lambda: (lambda: None).__code__.co_consts.__class__.__setattr__(tuple, "left", 1),
    lambda: setattr(type((lambda: 0).__code__), "co_name", "left"),
    lambda: setattr(NotImplemented, "left", 1),
    lambda: setattr(Ellipsis, "left", 1),
    lambda: True.__class__.__bases__.__class__.__init__(bool, ()),
)
for attempt in attempts:
    try:
        attempt()
    except (TypeError, AttributeError, IndexError, ValueError):
        pass
