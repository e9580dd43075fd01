class Meta(type):
    def __getattribute__(cls, name):
        raise SystemExit(0)


class Bad(Exception, metaclass=Meta):
    def __str__(self):
        raise Bad

    def __repr__(self):
        raise SystemExit(0)

    def __getattribute__(self, name):
        raise SystemExit(0)


raise Bad(1)
