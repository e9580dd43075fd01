package dev.handaxe.runtime.protocol;

import java.io.IOException;

/** A frame that no well-behaved peer would send. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what was wrong. */
    public ProtocolException(String message) {
        super(message);
    }
}
