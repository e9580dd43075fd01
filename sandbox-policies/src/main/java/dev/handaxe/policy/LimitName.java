package dev.handaxe.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The limits a policy can set. The key in a policy file is the lower-case name; the unit is its
 * last word ({@code _ms} milliseconds, {@code _bytes} bytes, otherwise a count).
 *
 * <p>Immutable.
 */
public enum LimitName {
    /** CPU time of one call, from the start of guest code. */
    CPU_MS(1, 3_600_000),
    /** Wall time of one call, from the start of guest code. */
    WALL_MS(1, 3_600_000),
    /** Heap of the worker process that runs the call. */
    HEAP_BYTES(128L << 20, 64L << 30),
    /** Bytes of memory that one call may allocate in all, freed or not. */
    ALLOCATED_BYTES(1 << 20, 1L << 50),
    /** Bytes written to stdout and stderr together. */
    OUTPUT_BYTES(0, 256L << 20),
    /** Bytes (UTF-8) of all source handed to one call. */
    SOURCE_BYTES(1, 64L << 20),
    /** Bytes of the encoded result value. */
    RESULT_BYTES(1, 256L << 20),
    /** Values inside the result, containers included. */
    RESULT_NODES(1, 50_000_000),
    /** Nesting of the result; a scalar has depth 1. */
    RESULT_DEPTH(1, 200),
    /** Python frames on the stack that a call may always use. */
    RECURSION(10, 50_000),
    /** Threads of guest code at one time, the main one included. */
    THREADS(1, 64),
    /** Files of the guest's folder and inputs that are open at one time. */
    OPEN_FILES(1, 10_000),
    /** Bytes in the guest's folder, inputs not counted; they come back in one piece. */
    FOLDER_BYTES(0, 256L << 20),
    /** Files and folders in the guest's folder, inputs not counted. */
    FOLDER_FILES(0, 1_000_000);

    private final long min;
    private final long max;

    LimitName(long min, long max) {
        this.min = min;
        this.max = max;
    }

    /** The key in policy files and outcomes, such as {@code cpu_ms}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The smallest value a policy may set, inclusive. */
    public long min() {
        return min;
    }

    /** The largest value a policy may set, inclusive. */
    public long max() {
        return max;
    }

    /** The limit of that key, if there is one. */
    public static Optional<LimitName> ofKey(String key) {
        return Arrays.stream(values()).filter(limit -> limit.key().equals(key)).findFirst();
    }
}
