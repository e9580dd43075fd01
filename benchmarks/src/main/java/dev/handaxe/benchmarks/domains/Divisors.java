package dev.handaxe.benchmarks.domains;

import java.util.List;

/**
 * How many integers of a range are divisible by exactly so many of some numbers?
 *
 * <p>Immutable.
 *
 * @param divisors rising
 * @param times how many of them divide what is counted
 */
record Divisors(int from, int to, List<Integer> divisors, int times) implements Problem {

    static Divisors draw(Draw draw, Level level) {
        int from = draw.between(1000, 99_999);
        int width = draw.between(level.of(5000, 20_000, 80_000), level.of(20_000, 80_000, 200_000));
        List<Integer> divisors = draw.rising(level.of(4, 5, 6), 4, level.of(24, 30, 36));
        return new Divisors(from, from + width, divisors, draw.between(1, 3));
    }

    /** Tries every integer of the range. */
    @Override
    public String answer() {
        int count = 0;
        for (int n = from; n <= to; n++) {
            int dividing = 0;
            for (int divisor : divisors) {
                dividing += n % divisor == 0 ? 1 : 0;
            }
            count += dividing == times ? 1 : 0;
        }
        return "" + count;
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("from", from)
                .with("to", to)
                .with("list", Wordings.list(divisors))
                .with("size", divisors.size())
                .with("times", List.of("one", "two", "three").get(times - 1))
                .say(
                        """
                        How many integers from {from} to {to}, both included, are divisible by
                        exactly {times} of the {size} numbers {list}?
                        """,
                        """
                        Tickets carry the numbers {from} to {to}, each once. There are {size}
                        rubber stamps, marked {list}. Every ticket gets the print of each stamp
                        whose mark divides its number without remainder, and of no other stamp. How
                        many tickets have exactly {times} prints?
                        """,
                        """
                        The periods of {size} lights are {list} seconds. Seconds are numbered, and a
                        light flashes in every second whose number is a multiple of its period.
                        Look at the seconds {from} to {to}, both included: in how many of them are
                        there flashes of exactly {times} of the lights?
                        """,
                        """
                        A number is called {times}-fold if exactly {times} of the numbers {list}
                        are divisors of it. Count the {times}-fold numbers that are not less than
                        {from} and not greater than {to}.
                        """);
    }
}
