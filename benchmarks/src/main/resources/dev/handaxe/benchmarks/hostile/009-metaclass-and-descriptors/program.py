class Meta(type):
    def __call__(cls, *args, **kwargs):
        made = type.__call__(cls)
        object.__setattr__(made, "file", type.__getattribute__(cls, "opener")(*args))
        return made

    def __instancecheck__(cls, other):
        return True

    __class__ = int


class Opener:
    def __get__(self, instance, owner):
        return object.__getattribute__(__builtins__, "open")


class Innocent(metaclass=Meta):
    opener = Opener()
    __slots__ = ("file",)


print(Innocent("@CANARY_FILE@").file.read())
