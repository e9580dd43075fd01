package dev.handaxe.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A value for every {@link LimitName}, each inside its range.
 *
 * <p>Immutable.
 *
 * @param values the limits in the unit of their name
 */
public record Limits(Map<LimitName, Long> values) {

    /**
     * Checks that every limit is set and in range.
     *
     * @throws IllegalArgumentException if one is missing or out of range
     */
    public Limits {
        var copy = new EnumMap<LimitName, Long>(LimitName.class);
        copy.putAll(values);
        for (LimitName name : LimitName.values()) {
            Long value = copy.get(name);
            if (value == null) {
                throw new IllegalArgumentException("limit " + name.key() + " is missing");
            }
            if (value < name.min() || value > name.max()) {
                throw new IllegalArgumentException(
                        "limit %s is %d, allowed is %d to %d"
                                .formatted(name.key(), value, name.min(), name.max()));
            }
        }
        values = Collections.unmodifiableMap(copy);
    }

    /** The limit in the unit of its name. */
    public long get(LimitName name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(name.key());
        }
        return value;
    }

    /**
     * The same limits with one changed.
     *
     * @throws IllegalArgumentException if the value is out of range
     */
    public Limits with(LimitName name, long value) {
        var copy = new EnumMap<LimitName, Long>(values);
        copy.put(name, value);
        return new Limits(copy);
    }

    /** CPU time of one call. */
    public Duration cpu() {
        return Duration.ofMillis(get(LimitName.CPU_MS));
    }

    /** Wall time of one call. */
    public Duration wall() {
        return Duration.ofMillis(get(LimitName.WALL_MS));
    }

    /** Heap of the worker, in bytes. */
    public long heapBytes() {
        return get(LimitName.HEAP_BYTES);
    }
}
