package dev.handaxe.benchmarks.domains;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many shortest ways through a grid avoid some crossings?
 *
 * <p>Immutable.
 *
 * @param closed crossings, those nearer to the start first; neither the start nor the end
 */
record Paths(int width, int height, List<Crossing> closed) implements Problem {
    private static final BigInteger FEWEST = BigInteger.valueOf(100);

    /** A crossing, so far to the east and to the north of the start. */
    record Crossing(int x, int y) implements Comparable<Crossing> {
        @Override
        public int compareTo(Crossing other) {
            int sums = Integer.compare(x + y, other.x + other.y);
            return sums == 0 ? Integer.compare(x, other.x) : sums;
        }

        @Override
        public String toString() {
            return "(" + x + ", " + y + ")";
        }
    }

    static Paths draw(Draw draw, Level level) {
        while (true) {
            Paths drawn = any(draw, level);
            if (drawn.ways().compareTo(FEWEST) >= 0) {
                return drawn;
            }
        }
    }

    private static Paths any(Draw draw, Level level) {
        int width = draw.between(level.of(8, 11, 14), level.of(10, 13, 18));
        int height = draw.between(level.of(8, 11, 14), level.of(10, 13, 18));
        Set<Crossing> closed = new TreeSet<>();
        while (closed.size() < level.of(4, 6, 8)) {
            int x = draw.between(1, width - 1);
            // close to the diagonal, where most ways pass
            int y = x * height / width + draw.between(-3, 3);
            if (y > 0 && y < height) {
                closed.add(new Crossing(x, y));
            }
        }
        return new Paths(width, height, List.copyOf(closed));
    }

    /** Binomial coefficients, less the ways whose first closed crossing is each of the closed. */
    @Override
    public String answer() {
        return ways().toString();
    }

    private BigInteger ways() {
        List<BigInteger> firstAt = new ArrayList<>();
        for (Crossing crossing : closed) {
            firstAt.add(open(crossing, firstAt));
        }
        return open(new Crossing(width, height), firstAt);
    }

    private BigInteger open(Crossing to, List<BigInteger> firstAt) {
        BigInteger ways = all(to.x(), to.y());
        for (int i = 0; i < firstAt.size(); i++) {
            BigInteger rest = all(to.x() - closed.get(i).x(), to.y() - closed.get(i).y());
            ways = ways.subtract(firstAt.get(i).multiply(rest));
        }
        return ways;
    }

    private static BigInteger all(int east, int north) {
        if (east < 0 || north < 0) {
            return BigInteger.ZERO;
        }
        BigInteger ways = BigInteger.ONE;
        for (int i = 1; i <= north; i++) {
            ways = ways.multiply(BigInteger.valueOf(east + i)).divide(BigInteger.valueOf(i));
        }
        return ways;
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("w", width)
                .with("h", height)
                .with("closed", Wordings.list(closed))
                .with("count", closed.size())
                .say(
                        """
                        The streets of a town form a grid; crossing (x, y) lies x blocks east and y
                        blocks north of the station at (0, 0). A walker goes from the station to the
                        museum at ({w}, {h}), along the streets, each block either to the east or to
                        the north. The crossings {closed} are closed and must not be passed. How
                        many different ways are there?
                        """,
                        """
                        A robot stands on the point (0, 0) of a lattice. In each step either its
                        first coordinate or its second one grows by 1. It must never stand on any
                        of the {count} points {closed}. Along how many different paths can it get to
                        ({w}, {h})?
                        """,
                        """
                        A match ends with {w} goals for the home team and {h} for the guests; goals
                        fall one at a time. Write a score as (home, guests): it begins at (0, 0) and
                        ends at ({w}, {h}). It is known that none
                        of the scores {closed} ever stood on the board. In how many orders can the
                        goals have fallen?
                        """,
                        """
                        Words of {w} letters E and {h} letters N are formed, in any order. After
                        each letter the pair (number of E so far, number of N so far) is noted. How
                        many such words are there for which none of the pairs {closed} is noted?
                        """);
    }
}
