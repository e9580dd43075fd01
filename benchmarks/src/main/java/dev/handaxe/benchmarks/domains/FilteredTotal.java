package dev.handaxe.benchmarks.domains;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of the rows of a table that meet three conditions and have no mark.
 *
 * <p>Immutable.
 *
 * @param rows in the order of the table
 * @param outside rows of this region do not count
 * @param from the first year that counts
 * @param to the last one
 * @param least the least quantity that counts
 */
record FilteredTotal(List<Row> rows, String outside, int from, int to, int least)
        implements Problem {
    private static final List<String> REGIONS = List.of("North", "East", "South", "West");

    /** A row; {@code marked} ones have a footnote. */
    record Row(
            String place, String region, int year, int quantity, BigDecimal price, boolean marked) {
        private String line() {
            String number = quantity + (marked ? "*" : "");
            return String.join(", ", place, region, year + "", number, price.toPlainString());
        }
    }

    static FilteredTotal draw(Draw draw, Level level) {
        while (true) {
            FilteredTotal drawn = any(draw, level);
            long counted = drawn.rows.stream().filter(drawn::counts).count();
            if (counted >= drawn.rows.size() / 3 && counted <= drawn.rows.size() * 3 / 4) {
                return drawn;
            }
        }
    }

    private static FilteredTotal any(Draw draw, Level level) {
        List<Row> rows = new ArrayList<>();
        for (String place : Places.some(draw, level.of(14, 20, 26))) {
            rows.add(
                    new Row(
                            place,
                            draw.one(REGIONS),
                            draw.between(1990, 2024),
                            draw.between(1050, 98_900),
                            Decimals.hundredths(draw.between(211, 9890)),
                            draw.chance(15)));
        }
        int from = draw.between(1992, 2000);
        return new FilteredTotal(
                List.copyOf(rows),
                draw.one(REGIONS),
                from,
                from + draw.between(16, 22),
                draw.between(80, 220) * 100);
    }

    private boolean counts(Row row) {
        return !row.marked()
                && !row.region().equals(outside)
                && row.year() >= from
                && row.year() <= to
                && row.quantity() >= least;
    }

    @Override
    public String answer() {
        BigDecimal total = Decimals.hundredths(0);
        for (Row row : rows) {
            if (counts(row)) {
                total = total.add(row.price().multiply(BigDecimal.valueOf(row.quantity())));
            }
        }
        return total.toPlainString();
    }

    @Override
    public List<String> questions() {
        List<String> lines = rows.stream().map(Row::line).toList();
        return new Wordings()
                .with("from", from)
                .with("to", to)
                .with("region", outside)
                .with("least", least)
                .with(
                        "depots",
                        Wordings.table("depot, region, year, tonnes, toll per tonne", lines))
                .with(
                        "mills",
                        Wordings.table("mill, district, built, sacks, price per sack", lines))
                .with("ports", Wordings.table("port, coast, opened, berth days, daily fee", lines))
                .say(
                        """
                        These depots are given:
                        {depots}
                        A number of tonnes with * is an estimate, and its depot is left out. Take
                        the depots outside the region {region} with a year from {from} to {to}, both
                        included, and with at least {least} tonnes. For each of them multiply the
                        tonnes by the toll per tonne. What is the sum of these products, with two
                        decimals?
                        """,
                        """
                        The mills of a county and the sacks that they sold:
                        {mills}
                        (* number of sacks disputed.) What did the undisputed mills earn together
                        that do not lie in the district {region}, were built in {from} or later but
                        not after {to}, and sold {least} sacks or more? A mill earns its sacks times
                        its price per sack. Write the amount with two decimals.
                        """,
                        """
                        A union of ports publishes this list:
                        {ports}
                        Berth days with an asterisk are provisional; such ports do not count. Nor do
                        those of the {region} coast, those opened before {from} or after {to}, and
                        those with fewer than {least} berth days. Each of the other ports takes in
                        its berth days times its daily fee. How much is that for all of them
                        together (two decimals)?
                        """);
    }
}
