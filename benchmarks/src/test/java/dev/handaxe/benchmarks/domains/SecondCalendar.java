package dev.handaxe.benchmarks.domains;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** A calendar of its own: days are numbers, and weeks are remainders. */
final class SecondCalendar {
    private static final int[] DAYS_BEFORE = {
        0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
    };
    private static final List<DayOfWeek> WORKING =
            List.of(
                    DayOfWeek.MONDAY,
                    DayOfWeek.TUESDAY,
                    DayOfWeek.WEDNESDAY,
                    DayOfWeek.THURSDAY,
                    DayOfWeek.FRIDAY);

    private SecondCalendar() {}

    private static boolean leap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** 1 January of the year 1, which would be a Monday, is 0. */
    private static int day(int year, int month, int dayOfMonth) {
        int before = year - 1;
        int leapDay = month > 2 && leap(year) ? 1 : 0;
        return before * 365
                + before / 4
                - before / 100
                + before / 400
                + DAYS_BEFORE[month - 1]
                + leapDay
                + dayOfMonth
                - 1;
    }

    private static int day(LocalDate date) {
        return day(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    private static boolean on(int day, List<DayOfWeek> weekdays) {
        return weekdays.stream().anyMatch(weekday -> weekday.getValue() - 1 == day % 7);
    }

    /** How many days from 0 up to but not including that one are on these weekdays. */
    private static int before(int day, List<DayOfWeek> weekdays) {
        int count = day / 7 * weekdays.size();
        for (DayOfWeek weekday : weekdays) {
            count += weekday.getValue() - 1 < day % 7 ? 1 : 0;
        }
        return count;
    }

    static String openDays(OpenDays problem) {
        int from = day(problem.from());
        int to = day(problem.to());
        int count = before(to + 1, problem.weekdays()) - before(from, problem.weekdays());
        for (int year = problem.from().getYear(); year <= problem.to().getYear(); year++) {
            for (int month = 1; month <= 12; month++) {
                for (int closed : problem.closed()) {
                    int day = day(year, month, closed);
                    boolean inside = day >= from && day <= to;
                    count -= inside && on(day, problem.weekdays()) ? 1 : 0;
                }
            }
        }
        return "" + count;
    }

    /** The first day up to which there are enough working days, by halving. */
    static String deadline(Deadline problem) {
        int start = day(problem.start());
        int low = start;
        int high = start + problem.days() * 3 + 60;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            int passed = before(middle + 1, WORKING) - before(start + 1, WORKING);
            for (LocalDate holiday : problem.holidays()) {
                int day = day(holiday);
                passed -= day > start && day <= middle && on(day, WORKING) ? 1 : 0;
            }
            low = passed < problem.days() ? middle : low;
            high = passed < problem.days() ? high : middle;
        }
        return problem.start().plusDays(high - start).toString();
    }

    static String meetings(Meetings problem) {
        int sum = 0;
        int last = problem.to().getYear() * 12 + problem.to().getMonthValue() - 1;
        YearMonth from = problem.from();
        for (int month = from.getYear() * 12 + from.getMonthValue() - 1; month <= last; month++) {
            int first = day(month / 12, month % 12 + 1, 1);
            int next = day((month + 1) / 12, (month + 1) % 12 + 1, 1);
            int one = 1 + Math.floorMod(problem.weekday().getValue() - 1 - first, 7);
            int length = next - first;
            sum +=
                    problem.ordinal() == 0
                            ? one + (length - one) / 7 * 7
                            : one + 7 * (problem.ordinal() - 1);
        }
        return "" + sum;
    }

    static String signals(Signals problem) {
        long week = 7 * 86_400L;
        long time =
                day(problem.first().toLocalDate()) * 86_400L
                        + problem.first().toLocalTime().toSecondOfDay()
                        + (problem.office() - problem.sender()) * 60L;
        int heard = 0;
        for (int i = 0; i < problem.count(); i++) {
            long second = Math.floorMod(time + i * problem.period().toSeconds(), week);
            long ofDay = second % 86_400;
            boolean staffed =
                    second < 5 * 86_400L
                            && ofDay >= problem.opens().toSecondOfDay()
                            && ofDay < problem.closes().toSecondOfDay();
            heard += staffed ? 1 : 0;
        }
        return "" + heard;
    }
}
