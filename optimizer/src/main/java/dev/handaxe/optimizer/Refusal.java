package dev.handaxe.optimizer;

import dev.handaxe.runtime.OutcomeFormat;

/** Why an edit is not applied: what, where, and what would be right, for the optimizer model. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_NAME_CHARS = 80;

    Refusal(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /** A name that a model wrote, made safe to show. */
    static String shown(String name) {
        return OutcomeFormat.printable(name, MAX_NAME_CHARS);
    }
}
