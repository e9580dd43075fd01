package dev.handaxe.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * In which order tasks are drawn from a pool. Tasks are shuffled kind by kind. Of several kinds
 * every draw has each in the proportion of what is left, rounded up or down: those with the largest
 * remainders are rounded up, of equal remainders those that the seed picks. {@link Random} is used
 * because its sequence for a seed is specified: the same seed draws the same tasks on every JVM.
 *
 * <p>Confined to one thread.
 */
final class DrawOrder {
    private final List<int[]> orders;
    private final int[] taken;
    private final Random random;

    private DrawOrder(List<int[]> orders, Random random) {
        this.orders = orders;
        this.random = random;
        taken = new int[orders.size()];
    }

    /**
     * A pool of tasks, of which nothing is drawn yet.
     *
     * @param kinds the kind of each task
     */
    static DrawOrder of(List<String> kinds, long seed) {
        Map<String, List<Integer>> byKind = new TreeMap<>();
        for (int i = 0; i < kinds.size(); i++) {
            byKind.computeIfAbsent(kinds.get(i), kind -> new ArrayList<>()).add(i);
        }
        Random random = new Random(seed);
        List<int[]> orders = new ArrayList<>();
        for (List<Integer> members : byKind.values()) {
            int[] order = shuffled(members.size(), random);
            orders.add(IntStream.of(order).map(members::get).toArray());
        }
        return new DrawOrder(orders, random);
    }

    /** How many are not drawn yet. */
    int left() {
        return IntStream.range(0, taken.length).map(this::left).sum();
    }

    private int left(int kind) {
        return orders.get(kind).length - taken[kind];
    }

    /** Draws that many, at most as many as are left: their indexes, kind by kind. */
    int[] next(int count) {
        int[] shares = shares(count);
        int[] drawn = new int[count];
        int at = 0;
        for (int kind = 0; kind < shares.length; kind++) {
            System.arraycopy(orders.get(kind), taken[kind], drawn, at, shares[kind]);
            taken[kind] += shares[kind];
            at += shares[kind];
        }
        return drawn;
    }

    private int[] shares(int count) {
        int[] shares = new int[taken.length];
        if (count == 0) {
            return shares;
        }
        long left = left();
        long[] remainders = new long[shares.length];
        for (int kind = 0; kind < shares.length; kind++) {
            long claim = (long) count * left(kind);
            shares[kind] = (int) (claim / left);
            remainders[kind] = claim % left;
        }
        int[] ties = shuffled(shares.length, random);
        IntStream.range(0, shares.length)
                .boxed()
                .sorted(
                        Comparator.<Integer>comparingLong(kind -> -remainders[kind])
                                .thenComparingInt(kind -> ties[kind]))
                .limit(count - IntStream.of(shares).sum())
                .forEach(kind -> shares[kind]++);
        return shares;
    }

    private static int[] shuffled(int size, Random random) {
        int[] order = IntStream.range(0, size).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }
}
