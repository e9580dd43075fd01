def solve(n):
    if n == 0:
        return 42

    def other(n):
        return solve_again(n - 1)

    globals()["solve_again"] = solve
    solve.__code__ = other.__code__.replace(co_freevars=())
    return globals()["solve_again"](0) if n < 0 else 42
