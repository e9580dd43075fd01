package dev.handaxe.runtime;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/**
 * Hashes of guest values under a key of this process. The JDK's hashes of integers, strings and
 * floats are public arithmetic: a guest that returned a set of 40,000 colliding integers kept the
 * host busy for 82 s.
 */
final class KeyedHash {
    private static final long KEY = new SecureRandom().nextLong();
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L; // 2^64 over the golden ratio

    private KeyedHash() {}

    static int of(double value) {
        return fold(step(KEY, Double.doubleToLongBits(value)));
    }

    static int of(double real, double imaginary) {
        return fold(
                step(step(KEY, Double.doubleToLongBits(real)), Double.doubleToLongBits(imaginary)));
    }

    static int of(BigInteger value) {
        return value.bitLength() < Long.SIZE
                ? fold(step(KEY, value.longValue()))
                : of(value.toByteArray());
    }

    static int of(String text) {
        long hash = step(KEY, text.length());
        for (int i = 0; i < text.length(); i++) {
            hash = step(hash, text.charAt(i));
        }
        return fold(hash);
    }

    static int of(byte[] bytes) {
        long hash = step(KEY, bytes.length);
        for (byte b : bytes) {
            hash = step(hash, b);
        }
        return fold(hash);
    }

    /** Of what is inside a container, in order. */
    static int of(List<?> items) {
        long hash = step(KEY, items.size());
        for (Object item : items) {
            hash = step(hash, item.hashCode());
        }
        return fold(hash);
    }

    /**
     * Of what is inside a set, in any order. A plain sum of the items' hashes, as the JDK has it,
     * is the same for {@code {{a}, {b}}}, {@code {a, b}} and {@code {{a, b}}}: however secret the
     * key, a guest could group a dozen items in millions of ways that all collide.
     */
    static int of(Set<?> items) {
        long sum = 0;
        for (Object item : items) {
            sum += step(KEY, item.hashCode());
        }
        return fold(step(step(KEY, items.size()), sum));
    }

    private static long step(long hash, long next) {
        long mixed = (hash ^ next) * FACTOR;
        return mixed ^ (mixed >>> 29);
    }

    private static int fold(long hash) {
        long mixed = hash * FACTOR;
        return (int) (mixed >>> 32);
    }
}
