package dev.handaxe.benchmarks.domains;

import java.util.ArrayList;
import java.util.List;

/**
 * The median, over all pairs of rows, of the larger of two products.
 *
 * <p>Immutable.
 *
 * @param rows so many that the number of pairs is odd
 */
record PairMedian(List<Row> rows) implements Problem {

    /** A row. */
    record Row(String place, int left, int right) {
        private String line() {
            return place + ", " + left + ", " + right;
        }
    }

    static PairMedian draw(Draw draw, Level level) {
        List<Row> rows = new ArrayList<>();
        for (String place : Places.some(draw, level.of(10, 11, 14))) {
            rows.add(new Row(place, draw.between(1040, 9870), draw.between(210, 990)));
        }
        return new PairMedian(List.copyOf(rows));
    }

    /** Sorts the values of all pairs. */
    @Override
    public String answer() {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < i; j++) {
                Row one = rows.get(i);
                Row other = rows.get(j);
                long there = (long) one.left() * other.right();
                long back = (long) other.left() * one.right();
                values.add(Math.max(there, back));
            }
        }
        values.sort(null);
        return "" + values.get(values.size() / 2);
    }

    @Override
    public List<String> questions() {
        List<String> lines = rows.stream().map(Row::line).toList();
        return new Wordings()
                .with("pairs", rows.size() * (rows.size() - 1) / 2)
                .with("depots", Wordings.table("depot, tonnes, toll per tonne", lines))
                .with("towns", Wordings.table("town, beds, price of a bed", lines))
                .with("rivers", Wordings.table("gauge, flow, weight", lines))
                .say(
                        """
                        These depots are given:
                        {depots}
                        Every two different depots form a pair, each pair being taken once. For a
                        pair, multiply the tonnes of each of the two depots by the toll per tonne of
                        the other one; the larger of the two products is the fee of the pair. What
                        is the median of the fees of all {pairs} pairs, that is, the one in the
                        middle when they are put in order?
                        """,
                        """
                        Some towns with their beds for guests:
                        {towns}
                        Two towns that become partners agree on a budget: they compare the beds of
                        the first at the price of the second with the beds of the second at the
                        price of the first, and take the greater amount. Find this budget for every
                        two different towns, the order of the two not mattering. What is the median
                        of the budgets?
                        """,
                        """
                        Gauges with their flow and weight:
                        {rivers}
                        Two different gauges A and B have the index max(flow of A * weight of B,
                        flow of B * weight of A). The index of A and B is the same as that of B and
                        A and is listed once. Which number stands in the middle when the {pairs}
                        indexes are sorted by size?
                        """);
    }
}
