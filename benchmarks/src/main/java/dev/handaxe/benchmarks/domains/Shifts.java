package dev.handaxe.benchmarks.domains;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The pay for shifts, of which the minutes of the night are paid more.
 *
 * <p>Immutable.
 *
 * @param rate for an hour
 * @param extra for the night, in percent
 * @param nightFrom the first minute of the night
 * @param nightTo the first minute after it, on the next day
 */
record Shifts(
        List<Shift> shifts, BigDecimal rate, int extra, LocalTime nightFrom, LocalTime nightTo)
        implements Problem {

    /** A shift; an end that is not after its beginning is on the next day. */
    record Shift(LocalTime begins, LocalTime ends) {}

    static Shifts draw(Draw draw, Level level) {
        while (true) {
            Shifts drawn = any(draw, level);
            if (drawn.shifts.stream().noneMatch(drawn::endsOnHalfACent)) {
                return drawn;
            }
        }
    }

    private static Shifts any(Draw draw, Level level) {
        List<Shift> shifts = new ArrayList<>();
        int count = draw.between(level.of(8, 11, 14), level.of(9, 12, 16));
        for (int i = 0; i < count; i++) {
            int begins = draw.chance(60) ? draw.between(960, 1439) : draw.between(0, 959);
            LocalTime start = LocalTime.MIN.plusMinutes(begins);
            shifts.add(new Shift(start, start.plusMinutes(draw.between(195, 695))));
        }
        return new Shifts(
                List.copyOf(shifts),
                Decimals.hundredths(draw.between(1205, 3895)),
                draw.between(12, 65),
                LocalTime.of(draw.between(20, 23), 15 * draw.between(0, 3)),
                LocalTime.of(draw.between(4, 6), 15 * draw.between(0, 3)));
    }

    private boolean isNight(LocalTime minute) {
        return !minute.isBefore(nightFrom) || minute.isBefore(nightTo);
    }

    /** Hundredths of minutes that are paid at the plain rate, found minute by minute. */
    private long paid(Shift shift) {
        long paid = 0;
        LocalTime minute = shift.begins();
        do {
            paid += isNight(minute) ? 100 + extra : 100;
            minute = minute.plusMinutes(1);
        } while (!minute.equals(shift.ends()));
        return paid;
    }

    private boolean endsOnHalfACent(Shift shift) {
        return paid(shift) * rate.unscaledValue().longValueExact() % 6000 == 3000;
    }

    @Override
    public String answer() {
        long cents = 0;
        for (Shift shift : shifts) {
            cents += (paid(shift) * rate.unscaledValue().longValueExact() + 3000) / 6000;
        }
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < shifts.size(); i++) {
            String begins = CalendarText.hours(shifts.get(i).begins());
            lines.add((i + 1) + ", " + begins + ", " + CalendarText.hours(shifts.get(i).ends()));
        }
        return lines;
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("rate", rate.toPlainString())
                .with("extra", extra)
                .with("from", CalendarText.hours(nightFrom))
                .with("to", CalendarText.hours(nightTo))
                .with("shifts", Wordings.table("shift, begins, ends", lines()))
                .with("trips", Wordings.table("trip, from, until", lines()))
                .with("hires", Wordings.table("hire, out, back", lines()))
                .say(
                        """
                        A nurse worked these shifts:
                        {shifts}
                        An end that is earlier on the clock than the beginning is on the next day.
                        An hour is paid {rate}; for the time between {from} and {to} at night {extra}
                        percent are added to that. The pay is in proportion to the minutes, and the
                        pay of each shift is rounded to the nearest cent (half a cent goes up). What
                        is the pay for all shifts, with two decimals?
                        """,
                        """
                        A taxi was hired by the minute, on these trips:
                        {trips}
                        Every trip took less than a day; some went past midnight. The price is
                        {rate} an hour, and {extra} percent more for the part of a trip from {from}
                        to {to} in the night. Each trip is charged by its minutes and rounded to the
                        nearest cent (half up). What do the trips cost together? Write two decimals.
                        """,
                        """
                        A machine was let out so many times:
                        {hires}
                        Where the time of return is not later than the time of going out, it came
                        back on the following day. The fee is {rate} per hour, minutes in
                        proportion, but {extra} percent higher while it is night, which is from
                        {from} in the evening to {to} in the morning. The fee of one hire is rounded
                        to whole cents, the nearest, half a cent upwards. Give the sum of the fees
                        with two decimals.
                        """);
    }
}
