package dev.handaxe.benchmarks.domains;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The numbers that a template draws. A draw begins with the first eight bytes of the SHA-256 of its
 * key as the seed of {@link Random}, whose sequence for a seed is specified: the same key draws the
 * same on every JVM.
 *
 * <p>Confined to one thread.
 */
final class Draw {
    private final Random random;

    Draw(String key) {
        random = new Random(seed(key));
    }

    private static long seed(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** An integer, both ends included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** True in so many of a hundred draws. */
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** One of them. */
    <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** That many of them, none twice, in the order of the list. */
    <T> List<T> some(int count, List<T> from) {
        List<T> some = new ArrayList<>();
        for (int i = 0; some.size() < count; i++) {
            if (random.nextInt(from.size() - i) < count - some.size()) {
                some.add(from.get(i));
            }
        }
        return List.copyOf(some);
    }

    /** That many different integers, rising, both ends included. */
    List<Integer> rising(int count, int least, int most) {
        List<Integer> all = new ArrayList<>();
        for (int i = least; i <= most; i++) {
            all.add(i);
        }
        return some(count, all);
    }
}
