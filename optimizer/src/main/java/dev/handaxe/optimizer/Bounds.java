package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;

/** Refuses numbers that are out of bounds in one line. */
final class Bounds {
    private Bounds() {}

    static double within(String name, double value, double max) {
        if (!(value >= 0 && value <= max)) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "%s is %s, allowed is 0 to %s".formatted(name, value, max));
        }
        return value;
    }

    static long within(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%s is %d, allowed is %d to %d".formatted(name, value, min, max));
        }
        return value;
    }

    static String notBlank(String name, String value) {
        if (value.isBlank()) {
            throw new HandaxeException(Code.INVALID_INPUT, name + " is blank");
        }
        return value;
    }
}
