package dev.handaxe.benchmarks.domains;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean of a column over a group of rows, weighted by another, part of which is in thousands.
 *
 * <p>Immutable.
 */
record WeightedMean(List<Row> rows, String group) implements Problem {
    private static final int PLACES = 3;
    private static final List<String> GROUPS = List.of("A", "B", "C");

    /** A row; the weight of {@code marked} ones is in thousands. */
    record Row(String place, String group, int weight, BigDecimal value, boolean marked) {
        private long units() {
            return weight * (marked ? 1000L : 1L);
        }

        private String line() {
            String number = weight + (marked ? "*" : "");
            return String.join(", ", place, group, number, value.toPlainString());
        }
    }

    static WeightedMean draw(Draw draw, Level level) {
        while (true) {
            WeightedMean drawn = any(draw, level);
            long members = drawn.rows.stream().filter(drawn::counts).count();
            if (members >= level.of(5, 6, 7) && !Decimals.nearHalf(drawn.exact(), PLACES)) {
                return drawn;
            }
        }
    }

    private static WeightedMean any(Draw draw, Level level) {
        List<Row> rows = new ArrayList<>();
        for (String place : Places.some(draw, level.of(12, 17, 22))) {
            boolean marked = draw.chance(30);
            int weight = marked ? draw.between(11, 99) : draw.between(10_100, 98_900);
            BigDecimal value = Decimals.hundredths(draw.between(1050, 9890));
            rows.add(new Row(place, draw.one(GROUPS), weight, value, marked));
        }
        return new WeightedMean(List.copyOf(rows), draw.one(GROUPS));
    }

    private boolean counts(Row row) {
        return row.group().equals(group);
    }

    private BigDecimal exact() {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        for (Row row : rows) {
            if (counts(row)) {
                BigDecimal weight = BigDecimal.valueOf(row.units());
                sum = sum.add(row.value().multiply(weight));
                weights = weights.add(weight);
            }
        }
        return sum.divide(weights, new MathContext(60));
    }

    @Override
    public String answer() {
        return Decimals.round(exact(), PLACES).toPlainString();
    }

    @Override
    public List<String> questions() {
        List<String> lines = rows.stream().map(Row::line).toList();
        return new Wordings()
                .with("g", group)
                .with(
                        "towns",
                        Wordings.table("town, zone, inhabitants, rent per square metre", lines))
                .with(
                        "mines",
                        Wordings.table(
                                "mine, seam, tonnes of ore, grams of silver per tonne", lines))
                .with(
                        "dairies",
                        Wordings.table("dairy, union, litres, grams of fat per litre", lines))
                .say(
                        """
                        Rents in some towns:
                        {towns}
                        Inhabitants marked * are given in thousands, so that 12* stands for 12000.
                        What is the mean rent per square metre over the towns of zone {g}, each town
                        weighted by its inhabitants? Round to three decimals (half goes up).
                        """,
                        """
                        The yearly ore of some mines:
                        {mines}
                        (* in thousands of tonnes.) All ore of the mines on seam {g} is mixed
                        evenly. How many grams of silver are in a tonne of the mixture? Give three
                        decimals, rounded to the nearest, half upwards.
                        """,
                        """
                        Milk that was delivered by dairies:
                        {dairies}
                        Where the litres bear an asterisk the figure counts thousands of litres. The
                        milk of the dairies of union {g} is poured together. How much fat, in grams,
                        does one litre of it hold? Answer with three decimals, rounded to the
                        nearest (half up).
                        """);
    }
}
