package dev.handaxe.benchmarks.domains;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A list in mixed units, converted piece by piece with rounding, added up in a metric one.
 *
 * <p>Immutable.
 */
record MixedUnits(Measure measure, List<Row> rows) implements Problem {

    /** What is measured. */
    enum Measure {
        /** Chains to inches in metres. */
        LENGTH(
                "0.0254",
                2,
                "chains, yards, feet, inches",
                "1 chain = 22 yards, 1 yard = 3 feet, 1 foot = 12 inches, 1 inch = 0.0254 m",
                "m"),
        /** Hundredweights to ounces in kilograms. */
        WEIGHT(
                "0.028349523125",
                3,
                "hundredweights, stones, pounds, ounces",
                "1 hundredweight = 8 stones, 1 stone = 14 pounds, 1 pound = 16 ounces,"
                        + " 1 ounce = 0.028349523125 kg",
                "kg"),
        /** Gallons to fluid ounces in litres. */
        VOLUME(
                "0.0295735295625",
                3,
                "gallons, quarts, pints, ounces",
                "1 gallon = 4 quarts, 1 quart = 2 pints, 1 pint = 16 fluid ounces,"
                        + " 1 fluid ounce = 0.0295735295625 l",
                "l");

        private final BigDecimal smallest;
        private final int places;
        private final String columns;
        private final String factors;
        private final String metric;

        Measure(String smallest, int places, String columns, String factors, String metric) {
            this.smallest = new BigDecimal(smallest);
            this.places = places;
            this.columns = columns;
            this.factors = factors;
            this.metric = metric;
        }

        /** How many of a unit are one of the unit before it, from the second unit on. */
        private List<Integer> steps() {
            return switch (this) {
                case LENGTH -> List.of(22, 3, 12);
                case WEIGHT -> List.of(8, 14, 16);
                case VOLUME -> List.of(4, 2, 16);
            };
        }
    }

    /** So many pieces of that size, in the measure's four units. */
    record Row(String place, int pieces, List<Integer> size) {}

    static MixedUnits draw(Draw draw, Level level) {
        while (true) {
            MixedUnits drawn = any(draw, level);
            if (drawn.rows.stream()
                    .noneMatch(row -> Decimals.nearHalf(drawn.exact(row), drawn.measure.places))) {
                return drawn;
            }
        }
    }

    private static MixedUnits any(Draw draw, Level level) {
        Measure measure = draw.one(List.of(Measure.values()));
        List<Row> rows = new ArrayList<>();
        for (String place : Places.some(draw, level.of(8, 10, 13))) {
            List<Integer> size = new ArrayList<>(List.of(draw.between(1, 9)));
            measure.steps().forEach(step -> size.add(draw.between(0, step - 1)));
            rows.add(new Row(place, draw.between(12, 98), List.copyOf(size)));
        }
        return new MixedUnits(measure, List.copyOf(rows));
    }

    private BigDecimal exact(Row row) {
        BigDecimal smallest = BigDecimal.ZERO;
        BigDecimal unit = BigDecimal.ONE;
        for (int i = row.size().size() - 1; i >= 0; i--) {
            smallest = smallest.add(unit.multiply(BigDecimal.valueOf(row.size().get(i))));
            unit = i == 0 ? unit : unit.multiply(BigDecimal.valueOf(measure.steps().get(i - 1)));
        }
        return smallest.multiply(measure.smallest);
    }

    @Override
    public String answer() {
        BigDecimal total = BigDecimal.ZERO.setScale(measure.places);
        for (Row row : rows) {
            BigDecimal piece = Decimals.round(exact(row), measure.places);
            total = total.add(piece.multiply(BigDecimal.valueOf(row.pieces())));
        }
        return total.toPlainString();
    }

    private String table(String name, String count) {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            String size = String.join(", ", row.size().stream().map(n -> "" + n).toList());
            lines.add(row.place() + ", " + row.pieces() + ", " + size);
        }
        return Wordings.table(name + ", " + count + ", " + measure.columns, lines);
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("factors", measure.factors)
                .with("unit", measure.metric)
                .with("places", measure.places == 2 ? "two" : "three")
                .with("parcels", table("from", "parcels"))
                .with("makers", table("maker", "pieces"))
                .with("towns", table("town", "lots"))
                .say(
                        """
                        In a store lie parcels from several places; those from one place are alike,
                        and the table gives the size of one of them:
                        {parcels}
                        ({factors}, all exactly.) For an inventory the size of one parcel of each
                        kind is converted to {unit} and rounded to {places} decimals (half goes up);
                        the rounded size is multiplied by the number of such parcels. What is the
                        sum over all kinds, in {unit}, with {places} decimals?
                        """,
                        """
                        Makers deliver pieces of these sizes, each maker one size:
                        {makers}
                        Exactly, {factors}. The customs office writes down the size of a single
                        piece of each maker in {unit} with {places} decimals, rounded to the nearest
                        (half up), and reckons on with what it wrote down. What does it find for
                        all pieces of all makers together ({unit}, {places} decimals)?
                        """,
                        """
                        An auction sells lots of equal size from each town:
                        {towns}
                        The columns after the number of lots say how large one lot is. It holds
                        exactly: {factors}. The catalogue has metric sizes: that of one lot of each
                        town, rounded to {places} decimals, half upwards. Added up over all lots of
                        all towns, how many {unit} does the catalogue offer? Use {places} decimals.
                        """);
    }
}
