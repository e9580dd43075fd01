class Again:
    def __call__(self):
        return self

    def __getattr__(self, name):
        return solve()

    def __iter__(self):
        return iter([solve(), solve])

    def __len__(self):
        return len(solve())


def solve(again=None):
    return Again()
