package dev.handaxe.benchmarks.domains;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Dates and times in plain English; no locale has a say. */
final class CalendarText {
    private CalendarText() {}

    /** {@code 9 March 2011}. */
    static String date(LocalDate date) {
        return date.getDayOfMonth() + " " + month(YearMonth.from(date));
    }

    /** {@code March 2011}. */
    static String month(YearMonth month) {
        return capitalised(month.getMonth().name()) + " " + month.getYear();
    }

    /** {@code Monday}. */
    static String weekday(DayOfWeek day) {
        return capitalised(day.name());
    }

    /** {@code Monday, Wednesday and Friday}, with an ending for each. */
    static String weekdays(Collection<DayOfWeek> days, String ending) {
        List<String> names = days.stream().sorted().map(day -> weekday(day) + ending).toList();
        return Wordings.list(names);
    }

    /** {@code 08:05:00}. */
    static String time(LocalTime time) {
        return two(time.getHour()) + ":" + minutes(time) + ":" + two(time.getSecond());
    }

    /** {@code 08:05}. */
    static String hours(LocalTime time) {
        return two(time.getHour()) + ":" + minutes(time);
    }

    private static String minutes(LocalTime time) {
        return two(time.getMinute());
    }

    /** {@code UTC+05:45}. */
    static String offset(int minutes) {
        int size = Math.abs(minutes);
        return "UTC" + (minutes < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60);
    }

    /** {@code 1 h 37 min 13 s}. */
    static String length(Duration length) {
        return "%s h %s min %s s"
                .formatted(
                        Long.toString(length.toHours()),
                        Long.toString(length.toMinutesPart()),
                        Long.toString(length.toSecondsPart()));
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : "" + number;
    }

    private static String capitalised(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
