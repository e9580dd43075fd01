package dev.handaxe.benchmarks.domains;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/**
 * How many dates of a period are on some days of the week, but not on some days of the month?
 *
 * <p>Immutable.
 *
 * @param from the first date of the period
 * @param to the last one, which belongs to it
 * @param weekdays those that count
 * @param closed days of the month that do not count
 */
record OpenDays(LocalDate from, LocalDate to, List<DayOfWeek> weekdays, List<Integer> closed)
        implements Problem {
    private static final List<List<DayOfWeek>> WEEKS =
            List.of(
                    List.of(
                            DayOfWeek.MONDAY,
                            DayOfWeek.TUESDAY,
                            DayOfWeek.WEDNESDAY,
                            DayOfWeek.THURSDAY,
                            DayOfWeek.FRIDAY),
                    List.of(DayOfWeek.TUESDAY, DayOfWeek.SATURDAY),
                    List.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY, DayOfWeek.FRIDAY),
                    List.of(DayOfWeek.WEDNESDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                    List.of(DayOfWeek.THURSDAY, DayOfWeek.SUNDAY));

    static OpenDays draw(Draw draw, Level level) {
        LocalDate from = LocalDate.of(1921, 1, 1).plusDays(draw.between(0, 20_000));
        int days = draw.between(level.of(800, 3000, 7000), level.of(2000, 6000, 14_000));
        return new OpenDays(
                from, from.plusDays(days), draw.one(WEEKS), draw.rising(level.of(2, 3, 4), 1, 28));
    }

    /** Looks at every date. */
    @Override
    public String answer() {
        return ""
                + from.datesUntil(to.plusDays(1))
                        .filter(date -> weekdays.contains(date.getDayOfWeek()))
                        .filter(date -> !closed.contains(date.getDayOfMonth()))
                        .count();
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("from", CalendarText.date(from))
                .with("to", CalendarText.date(to))
                .with("days", CalendarText.weekdays(weekdays, ""))
                .with("plural", CalendarText.weekdays(weekdays, "s"))
                .with("closed", Wordings.anyOf(closed.stream().map(Wordings::ordinal).toList()))
                .say(
                        """
                        A market is held on every {days}, except when the date is the {closed} of a
                        month. How many markets are there from {from} to {to}, counting these two
                        dates themselves where they are market days?
                        """,
                        """
                        An office is open on {plural}, holidays or not, but it stays closed on the
                        {closed} day of each month, whatever the day of the week. On how many days
                        was it open between {from} and {to}, if both of these dates are inside the
                        period?
                        """,
                        """
                        Count the dates in the period that begins on {from} and ends on {to}, both
                        of these dates being part of the period, that fall on one of the
                        weekdays {days}, and are not the {closed} of their month.
                        """,
                        """
                        A ferry sails on {plural} only, and not even then on the {closed} of any
                        month, when it is cleaned. How many days with sailings are there in the time
                        from {from} through {to}, both ends included?
                        """);
    }
}
