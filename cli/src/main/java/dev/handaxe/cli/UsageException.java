package dev.handaxe.cli;

/**
 * The command was not used as it can be: the message says what is wrong and what would be right.
 *
 * <p>Immutable.
 */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    /** For what the contract names and this version does not have. */
    static UsageException notYet(String what) {
        return new UsageException(what + " is not available yet");
    }
}
