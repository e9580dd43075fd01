package dev.handaxe.worker.trace;

import com.oracle.truffle.api.frame.Frame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One run of one piece of guest code: its frame, its recorded call, the statements it is in and the
 * values of variables as last seen. Confined to the thread that runs it.
 */
final class Activation {
    private static final Object UNKNOWN = new Object();

    private final GuestCode code;
    private final @Nullable OpenCall call;
    private @Nullable Frame frame;
    private boolean begun;
    private StatementProbe[] statements = new StatementProbe[4];
    private int open;
    private @Nullable Object[] values = {};
    private @Nullable String[] texts = {};

    Activation(GuestCode code, Frame frame, @Nullable OpenCall call) {
        this.code = code;
        this.frame = frame;
        this.call = call;
    }

    GuestCode code() {
        return code;
    }

    @Nullable OpenCall call() {
        return call;
    }

    @SuppressWarnings("ReferenceEquality") // a frame is itself and no other
    boolean isOf(Frame other) {
        return frame == other;
    }

    /** True the first time: then the arguments are in their places, and not yet assigned to. */
    boolean begins() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** Lets go of the frame and of all values, which the guest may drop meanwhile. */
    void suspend() {
        frame = null;
        values = new Object[0];
        texts = new String[0];
    }

    void resume(Frame resumed) {
        frame = resumed;
    }

    void push(StatementProbe statement) {
        if (open == statements.length) {
            statements = Arrays.copyOf(statements, 2 * open);
        }
        statements[open++] = statement;
    }

    /** Leaves the statement, and those inside it whose end was not seen. */
    void pop(StatementProbe statement) {
        int at = open;
        while (--at >= 0) {
            if (statements[at] == statement) {
                open = at;
                return;
            }
        }
    }

    /** The innermost statement that it is in. */
    @Nullable StatementProbe statement() {
        return open == 0 ? null : statements[open - 1];
    }

    /** Whether the variable was looked at before. */
    @SuppressWarnings("ReferenceEquality") // a mark that no guest value equals
    boolean knows(int variable) {
        return variable < values.length && values[variable] != UNKNOWN;
    }

    /** Whether a variable that it knows still has that value; frames box numbers anew each time. */
    @SuppressWarnings("ReferenceEquality") // guest objects must not be asked
    boolean has(int variable, Object value) {
        Object before = values[variable];
        return before == value
                || ((value instanceof Number || value instanceof Boolean) && value.equals(before));
    }

    /** How it was last shown, if it can change without being assigned to. */
    @Nullable String text(int variable) {
        return variable < texts.length ? texts[variable] : null;
    }

    void see(int variable, @Nullable Object value, @Nullable String text) {
        if (variable >= values.length) {
            int size = values.length;
            values = Arrays.copyOf(values, Math.max(variable + 1, 2 * size));
            Arrays.fill(values, size, values.length, UNKNOWN);
        }
        values[variable] = value;
        if (text != null && variable >= texts.length) {
            texts = Arrays.copyOf(texts, values.length);
        }
        if (variable < texts.length) {
            texts[variable] = text;
        }
    }
}
