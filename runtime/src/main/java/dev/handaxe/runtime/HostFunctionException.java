package dev.handaxe.runtime;

/**
 * Thrown by the body of a {@link HostFunction} to tell the guest something: the guest sees a {@code
 * RuntimeError} with this message, and nothing else. Every other exception of a body reaches the
 * guest as "host function failed", without its type, message or stack.
 */
public class HostFunctionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** With what the guest may know; longer texts are cut at 2,000 characters. */
    public HostFunctionException(String message) {
        super(message);
        this.message = message;
    }

    /** The message; there always is one. */
    @Override
    public final String getMessage() {
        return message;
    }
}
