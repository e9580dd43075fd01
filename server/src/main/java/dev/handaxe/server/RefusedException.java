package dev.handaxe.server;

/** Ends the handling of a request with a problem. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RefusedException(Problem problem) {
        super(problem.detail(), null, false, false); // an answer, not a fault: no stack
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
