package dev.handaxe.benchmarks.domains;

import java.util.List;

/**
 * How many multiples of a number in a range have a certain sum of digits?
 *
 * <p>Immutable.
 */
record DigitSums(int from, int to, int sum, int divisor) implements Problem {
    private static final int FEWEST = 20;

    static DigitSums draw(Draw draw, Level level) {
        while (true) {
            int from = draw.between(10_000, 700_000);
            int width =
                    draw.between(
                            level.of(15_000, 40_000, 90_000), level.of(40_000, 90_000, 150_000));
            DigitSums drawn =
                    new DigitSums(from, from + width, draw.between(12, 34), draw.between(4, 19));
            if (drawn.count() >= FEWEST) {
                return drawn;
            }
        }
    }

    /** Tries every number of the range. */
    @Override
    public String answer() {
        return "" + count();
    }

    private int count() {
        int count = 0;
        for (int n = from; n <= to; n++) {
            count += n % divisor == 0 && digitSum(n) == sum ? 1 : 0;
        }
        return count;
    }

    private static int digitSum(int n) {
        return ("" + n).chars().map(digit -> digit - '0').sum();
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("from", from)
                .with("to", to)
                .with("sum", sum)
                .with("d", divisor)
                .say(
                        """
                        How many whole numbers from {from} to {to}, both included, are divisible by
                        {d} and have digits that add up to exactly {sum}? (All is in the decimal
                        system.)
                        """,
                        """
                        The tickets of a lottery are numbered one by one from {from} up to {to}. A ticket wins if its number is a multiple of {d} and the sum of the
                        digits of its number is {sum}. How many tickets win?
                        """,
                        """
                        A lock opens with a code that is a whole number between {from} and {to},
                        these two included. Its cross sum, which is the sum of its decimal digits,
                        is {sum}, and dividing it by {d} leaves no remainder. How many codes fit
                        this description?
                        """,
                        """
                        Take the multiples of {d} that are at least {from} and at most {to}, and
                        write each of them in decimal digits. For how many of them is the sum of
                        the written digits equal to {sum}?
                        """);
    }
}
