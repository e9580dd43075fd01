package dev.handaxe.benchmarks.domains;

import java.time.DayOfWeek;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/**
 * The sum of the days of the month on which something falls every month, such as the third Tuesday.
 *
 * <p>Immutable.
 *
 * @param ordinal 1 to 4, or 0 for the last of the month
 * @param to the last month, which counts
 */
record Meetings(DayOfWeek weekday, int ordinal, YearMonth from, YearMonth to) implements Problem {
    private static final List<String> ORDINALS =
            List.of("last", "first", "second", "third", "fourth");

    static Meetings draw(Draw draw, Level level) {
        YearMonth from = YearMonth.of(1903, 1).plusMonths(draw.between(0, 900));
        int months = draw.between(level.of(30, 90, 240), level.of(70, 200, 480));
        return new Meetings(
                draw.one(List.of(DayOfWeek.values())),
                draw.between(0, 4),
                from,
                from.plusMonths(months));
    }

    /** Asks the calendar for every month. */
    @Override
    public String answer() {
        int sum = 0;
        for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
            sum +=
                    month.atDay(1)
                            .with(
                                    ordinal == 0
                                            ? TemporalAdjusters.lastInMonth(weekday)
                                            : TemporalAdjusters.dayOfWeekInMonth(ordinal, weekday))
                            .getDayOfMonth();
        }
        return "" + sum;
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("weekday", CalendarText.weekday(weekday))
                .with("ordinal", ORDINALS.get(ordinal))
                .with("from", CalendarText.month(from))
                .with("to", CalendarText.month(to))
                .say(
                        """
                        A club meets on the {ordinal} {weekday} of each month, first in {from} and
                        for the last time in {to}. Take the day of the month of each meeting, a
                        number from 1 to 31. What is the sum of these numbers over all meetings?
                        """,
                        """
                        On the {ordinal} {weekday} of every month a collector puts as many coins
                        into a jar as the day of the month says (17 on the 17th). He did so in every
                        month from {from} to {to}, these two months included. How many coins are in
                        the jar then, if it was empty before?
                        """,
                        """
                        For every month from {from} through {to}, note which day of the month its
                        {ordinal} {weekday} is. Add up all the noted numbers. What do you get?
                        """);
    }
}
