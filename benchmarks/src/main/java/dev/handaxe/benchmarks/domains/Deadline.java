package dev.handaxe.benchmarks.domains;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/**
 * The date that is so many working days after another.
 *
 * <p>Immutable.
 *
 * @param start does not count
 * @param days working days, Monday to Friday without the holidays
 * @param holidays rising; some are on weekends
 */
record Deadline(LocalDate start, int days, List<LocalDate> holidays) implements Problem {

    static Deadline draw(Draw draw, Level level) {
        LocalDate start = LocalDate.of(1931, 1, 1).plusDays(draw.between(0, 40_000));
        int days = draw.between(level.of(90, 300, 700), level.of(240, 600, 1400));
        List<LocalDate> holidays =
                draw.rising(level.of(6, 9, 13), 1, days * 4 / 3).stream()
                        .map(start::plusDays)
                        .toList();
        return new Deadline(start, days, holidays);
    }

    /** Goes from day to day. */
    @Override
    public String answer() {
        LocalDate date = start;
        for (int left = days; left > 0; ) {
            date = date.plusDays(1);
            left -= isWorkingDay(date) ? 1 : 0;
        }
        return date.toString();
    }

    private boolean isWorkingDay(LocalDate date) {
        boolean weekend =
                date.getDayOfWeek() == DayOfWeek.SATURDAY
                        || date.getDayOfWeek() == DayOfWeek.SUNDAY;
        return !weekend && !holidays.contains(date);
    }

    @Override
    public String grader() {
        return "exact";
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("start", CalendarText.date(start))
                .with("n", days)
                .with("nth", Wordings.ordinal(days))
                .with("holidays", Wordings.list(holidays.stream().map(CalendarText::date).toList()))
                .say(
                        """
                        A request was filed on {start}. The answer is due on the {nth} working day
                        after that date, the date itself not being counted. Working days are Mondays
                        to Fridays that are no holidays. The holidays are {holidays}; one that falls
                        on a weekend changes nothing. On which date is the answer due? Write it as
                        YYYY-MM-DD.
                        """,
                        """
                        A crew begins to build on the first working day after {start} and works
                        {n} days in all. It works from Monday to Friday, but not on these days off:
                        {holidays}. Some of the days off may be Saturdays or Sundays, on which
                        nobody works anyway. What is the date of the last day of work, in the form
                        YYYY-MM-DD?
                        """,
                        """
                        A court lets a term of {n} working days run. It begins with the day after
                        {start}. Saturdays, Sundays and these feasts do not count: {holidays}. Give
                        the date (YYYY-MM-DD) of the last day of the term, which is a working day.
                        """);
    }
}
