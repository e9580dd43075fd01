package dev.handaxe.benchmarks.domains;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows ranked by the ratio of two columns: the sum of a third over some ranks.
 *
 * <p>Immutable.
 *
 * @param first the first rank that counts; rank 1 has the largest ratio
 * @param last the last one
 */
record RankedSum(List<Row> rows, int first, int last) implements Problem {

    /** A row, ranked by {@code above / below}. */
    record Row(String place, int above, int below, int summed) {
        private int compareRatio(Row other) {
            return Long.compare((long) above * other.below, (long) other.above * below);
        }

        private String line() {
            return place + ", " + above + ", " + below + ", " + summed;
        }
    }

    static RankedSum draw(Draw draw, Level level) {
        while (true) {
            RankedSum drawn = any(draw, level);
            if (drawn.hasNoTies()) {
                return drawn;
            }
        }
    }

    private static RankedSum any(Draw draw, Level level) {
        List<Row> rows = new ArrayList<>();
        int count = level.of(13, 18, 24);
        for (String place : Places.some(draw, count)) {
            int below = draw.between(1050, 9890);
            int ratio = draw.between(310, 690);
            int above = (int) ((long) below * ratio / 100) + draw.between(1, 40);
            rows.add(new Row(place, above, below, draw.between(10_200, 98_700)));
        }
        int first = draw.between(3, count / 3);
        return new RankedSum(List.copyOf(rows), first, first + draw.between(4, count / 2));
    }

    private boolean hasNoTies() {
        Set<Row> seen = new HashSet<>();
        for (Row row : rows) {
            if (seen.stream().anyMatch(other -> other.compareRatio(row) == 0)) {
                return false;
            }
            seen.add(row);
        }
        return true;
    }

    /** Takes the largest again and again. */
    @Override
    public String answer() {
        List<Row> left = new ArrayList<>(rows);
        long sum = 0;
        for (int rank = 1; rank <= last; rank++) {
            Row largest = left.getFirst();
            for (Row row : left) {
                largest = row.compareRatio(largest) > 0 ? row : largest;
            }
            left.remove(largest);
            sum += rank >= first ? largest.summed() : 0;
        }
        return "" + sum;
    }

    @Override
    public List<String> questions() {
        List<String> lines = rows.stream().map(Row::line).toList();
        return new Wordings()
                .with("first", first)
                .with("last", last)
                .with("firstth", Wordings.ordinal(first))
                .with("lastth", Wordings.ordinal(last))
                .with("ports", Wordings.table("port, freight, ships, wages", lines))
                .with("farms", Wordings.table("farm, harvest (kg), area (ares), rent", lines))
                .with("shops", Wordings.table("shop, turnover, visitors, stock", lines))
                .say(
                        """
                        These ports are given:
                        {ports}
                        The ports are ranked by freight per ship (freight divided by ships); the
                        port with the most has rank 1. What is the sum of the wages of the ports
                        with the ranks {first} to {last}, both included?
                        """,
                        """
                        Some farms of a valley:
                        {farms}
                        The yield of a farm is its harvest divided by its area. Put the farms into
                        the order of falling yield. What is the rent of the {firstth} farm in this
                        order, of the {lastth} and of all between them, taken together?
                        """,
                        """
                        A chain compares its shops:
                        {shops}
                        The shop with the highest turnover per visitor gets place 1, the next one
                        place 2, and so on; no two are equal. Add up the stock of the shops from
                        place {first} up to and including place {last}. What is the total?
                        """);
    }
}
