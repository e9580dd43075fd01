package dev.handaxe.benchmarks.domains;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A stock after many runs through a table of additions, losses in percent and removals.
 *
 * <p>Immutable.
 *
 * @param opening the stock at the beginning
 * @param runs how often the whole table is gone through
 */
record RunningStock(long opening, List<Row> rows, int runs) implements Problem {

    /** A row; the loss is in percent, with two decimals. */
    record Row(int added, BigDecimal loss, int removed) {}

    static RunningStock draw(Draw draw, Level level) {
        while (true) {
            RunningStock drawn = any(draw, level);
            if (drawn.isPlain()) {
                return drawn;
            }
        }
    }

    private static RunningStock any(Draw draw, Level level) {
        List<Row> rows = new ArrayList<>();
        int count = draw.between(level.of(6, 7, 9), level.of(7, 9, 11));
        for (int i = 0; i < count; i++) {
            rows.add(
                    new Row(
                            draw.between(21_000, 95_000),
                            Decimals.hundredths(draw.between(25, 295)),
                            draw.between(11_000, 76_000)));
        }
        return new RunningStock(
                draw.between(1_500_000, 3_900_000),
                List.copyOf(rows),
                draw.between(level.of(4, 7, 12), level.of(6, 11, 17)));
    }

    /** Never below nothing, and nothing that is lost ends on a half. */
    private boolean isPlain() {
        BigDecimal stock = BigDecimal.valueOf(opening);
        for (int run = 0; run < runs; run++) {
            for (Row row : rows) {
                BigDecimal lost = lost(stock, row);
                stock = after(stock, row);
                if (Decimals.nearHalf(lost, 0) || stock.signum() <= 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static BigDecimal lost(BigDecimal stock, Row row) {
        return stock.add(BigDecimal.valueOf(row.added())).multiply(row.loss()).movePointLeft(2);
    }

    private static BigDecimal after(BigDecimal stock, Row row) {
        return stock.add(BigDecimal.valueOf(row.added()))
                .subtract(Decimals.round(lost(stock, row), 0))
                .subtract(BigDecimal.valueOf(row.removed()));
    }

    /** Goes through the table as often as it says. */
    @Override
    public String answer() {
        BigDecimal stock = BigDecimal.valueOf(opening);
        for (int run = 0; run < runs; run++) {
            for (Row row : rows) {
                stock = after(stock, row);
            }
        }
        return stock.toPlainString();
    }

    private List<String> lines(String name) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            String loss = row.loss().toPlainString();
            lines.add(name + (i + 1) + ", " + row.added() + ", " + loss + ", " + row.removed());
        }
        return lines;
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("opening", opening)
                .with("count", rows.size())
                .with("runs", runs)
                .with(
                        "days",
                        Wordings.table(
                                "day, delivered (kg), shrinkage (percent), sold (kg)",
                                lines("Day ")))
                .with(
                        "weeks",
                        Wordings.table(
                                "week, rain (litres), evaporation (percent), used (litres)",
                                lines("W")))
                .with(
                        "stages",
                        Wordings.table(
                                "stage, put in (g), waste (percent), taken off (g)", lines("S")))
                .say(
                        """
                        A store of grain has {opening} kg in stock. This is the plan for {count}
                        days:
                        {days}
                        On each day the delivered amount is added to the stock first; then the stock
                        shrinks by the given percentage of what is there, the loss being rounded to
                        the nearest whole kg (half goes up); then the sold amount is taken out. The
                        plan is carried out {runs} times in a row, from the first day to the last
                        each time, and the stock goes over from each time to the next. How many kg
                        are in stock at the end?
                        """,
                        """
                        A reservoir holds {opening} litres. The same weeks come round again and
                        again:
                        {weeks}
                        In each week the rain is added first. Next, the given percentage of what
                        the reservoir then holds evaporates, the amount rounded to the nearest whole
                        litre (half goes up). Finally the used water is drawn off. The week after
                        the last one is the first one. How many litres does the reservoir hold when
                        the weeks of the table have passed {runs} times?
                        """,
                        """
                        A process starts with {opening} g of material in a vat and passes through
                        these stages:
                        {stages}
                        At each stage, the amount put in is added to the vat, then the given
                        percentage of the content of the vat is lost as waste, this loss being
                        rounded to the nearest whole gram (half goes up), and then the amount taken
                        off is removed. After the last stage the process returns to the first one
                        with what is in the vat. How many grams are in the vat when all the stages
                        have been passed through {runs} times?
                        """);
    }
}
