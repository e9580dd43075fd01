package dev.handaxe.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * In which order tasks are drawn from a pool. Tasks of one kind are shuffled. Tasks of several
 * kinds are shuffled kind by kind and then merged so that any number of them, taken from the front,
 * has the kinds in the pool's proportion: the next is of the kind that Sainte-Laguë's method would
 * give the next seat. {@link Random} is used because its sequence for a seed is specified: the same
 * seed draws the same tasks on every JVM.
 */
final class DrawOrder {
    private DrawOrder() {}

    /** The place of a task in the merged order: its number among its kind, and the kind's size. */
    private record Seat(int task, int number, int size) {
        static final Comparator<Seat> ORDER =
                (one, other) ->
                        Long.compare(
                                (2L * one.number + 1) * other.size,
                                (2L * other.number + 1) * one.size);
    }

    /**
     * Indexes in the order in which they are drawn.
     *
     * @param kinds the kind of each task
     */
    static int[] of(List<String> kinds, long seed) {
        Map<String, List<Integer>> byKind = new TreeMap<>();
        for (int i = 0; i < kinds.size(); i++) {
            byKind.computeIfAbsent(kinds.get(i), kind -> new ArrayList<>()).add(i);
        }
        Random random = new Random(seed);
        List<Seat> seats = new ArrayList<>();
        for (List<Integer> members : byKind.values()) {
            int[] order = shuffled(members.size(), random);
            for (int number = 0; number < order.length; number++) {
                seats.add(new Seat(members.get(order[number]), number, order.length));
            }
        }
        seats.sort(Seat.ORDER); // stable: of equal claims the first kind by name comes first
        return seats.stream().mapToInt(Seat::task).toArray();
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
