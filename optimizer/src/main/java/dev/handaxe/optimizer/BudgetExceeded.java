package dev.handaxe.optimizer;

/** The signal that a call would cross the run's budget. It ends training, never the process. */
final class BudgetExceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetExceeded(String message) {
        super(message);
    }
}
