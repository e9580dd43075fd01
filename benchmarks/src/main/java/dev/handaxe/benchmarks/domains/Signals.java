package dev.handaxe.benchmarks.domains;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How many of the signals sent at even intervals fall into the hours of an office elsewhere?
 *
 * @param sender the clock of the sender, in minutes ahead of UTC
 * @param first by the sender's clock
 * @param count how many signals there are
 * @param office the clock of the office, likewise; it is open from Monday to Friday
 * @param opens the first second that counts
 * @param closes the first that does not
 *     <p>Immutable.
 */
record Signals(
        int sender,
        LocalDateTime first,
        Duration period,
        int count,
        int office,
        LocalTime opens,
        LocalTime closes)
        implements Problem {
    private static final List<Integer> OFFSETS =
            List.of(-570, -480, -300, -210, -60, 60, 120, 210, 345, 390, 540, 570, 765);

    static Signals draw(Draw draw, Level level) {
        List<Integer> offsets = draw.some(2, OFFSETS);
        boolean swapped = draw.chance(50);
        LocalDateTime first =
                LocalDate.of(1995, 1, 1)
                        .plusDays(draw.between(0, 14_000))
                        .atStartOfDay()
                        .plusSeconds(draw.between(0, 86_399));
        return new Signals(
                offsets.get(swapped ? 1 : 0),
                first,
                Duration.ofSeconds(draw.between(2500, 19_000)),
                draw.between(level.of(70, 200, 500), level.of(150, 450, 1200)),
                offsets.get(swapped ? 0 : 1),
                LocalTime.of(draw.between(6, 10), 5 * draw.between(0, 11)),
                LocalTime.of(draw.between(14, 20), 5 * draw.between(0, 11)));
    }

    /** Looks at every signal by the clock of the office. */
    @Override
    public String answer() {
        int heard = 0;
        for (int i = 0; i < count; i++) {
            LocalDateTime there =
                    first.plus(period.multipliedBy(i))
                            .atOffset(ZoneOffset.ofTotalSeconds(sender * 60))
                            .withOffsetSameInstant(ZoneOffset.ofTotalSeconds(office * 60))
                            .toLocalDateTime();
            boolean weekend =
                    there.getDayOfWeek() == DayOfWeek.SATURDAY
                            || there.getDayOfWeek() == DayOfWeek.SUNDAY;
            LocalTime time = there.toLocalTime();
            heard += !weekend && !time.isBefore(opens) && time.isBefore(closes) ? 1 : 0;
        }
        return "" + heard;
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("sender", CalendarText.offset(sender))
                .with("date", CalendarText.date(first.toLocalDate()))
                .with("time", CalendarText.time(first.toLocalTime()))
                .with("period", CalendarText.length(period))
                .with("n", count)
                .with("office", CalendarText.offset(office))
                .with("opens", CalendarText.time(opens))
                .with("closes", CalendarText.time(closes))
                .say(
                        """
                        A buoy sends its first signal on {date} at {time} by its own clock, which is
                        set to {sender}, and then one more every {period}. A station keeps its clock
                        at {office}. It is staffed from Monday to Friday from {opens} up to, but not
                        including, {closes}, by its own date and clock. No clock is ever changed for
                        summer. How many of the first {n} signals are sent while the station is
                        staffed?
                        """,
                        """
                        A satellite takes one picture every {period}; the first of {n} pictures is
                        taken on {date} at {time} ({sender}). Pictures are looked at once if they
                        are taken in the office hours of an institute whose local time is {office}
                        all year: Mondays to Fridays, at {opens} or later and before {closes} local
                        time. How many of the {n} pictures are looked at once?
                        """,
                        """
                        A pump starts {n} times, once every {period}, the first time on {date} at
                        {time}, local time in a place at {sender}. Its owner lives at {office} and
                        answers from {opens} to just before {closes} of his local time, on any day
                        but Saturdays and Sundays of his calendar. (Neither place knows daylight
                        saving.) How many of the starts happen while he answers?
                        """);
    }
}
