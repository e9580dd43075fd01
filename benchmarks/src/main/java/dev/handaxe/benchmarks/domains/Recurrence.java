package dev.handaxe.benchmarks.domains;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A late term of x(n) = p x(n-1) + q x(n-2) mod m.
 *
 * <p>Immutable.
 *
 * @param modulus a prime
 * @param term the number of the term that is asked for, from 1
 */
record Recurrence(int p, int q, int modulus, int first, int second, int term) implements Problem {

    static Recurrence draw(Draw draw, Level level) {
        int modulus =
                primeFrom(
                        draw.between(
                                level.of(20_000, 60_000, 200_000),
                                level.of(59_999, 199_999, 900_000)));
        return new Recurrence(
                draw.between(12, 690),
                draw.between(12, 690),
                modulus,
                draw.between(100, 9999),
                draw.between(100, 9999),
                draw.between(level.of(60, 200, 600), level.of(150, 500, 1500)));
    }

    /** Where p, q and the modulus had a factor in common, the sequence might end in zeros. */
    private static int primeFrom(int least) {
        int number = least;
        while (IntStream.rangeClosed(2, (int) Math.sqrt(number)).anyMatch(dividing(number))) {
            number++;
        }
        return number;
    }

    private static IntPredicate dividing(int number) {
        return divisor -> number % divisor == 0;
    }

    /** Takes every step. */
    @Override
    public String answer() {
        long before = first;
        long last = second;
        for (int n = 3; n <= term; n++) {
            long next = (p * last + q * before) % modulus;
            before = last;
            last = next;
        }
        return "" + last;
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("p", p)
                .with("q", q)
                .with("m", modulus)
                .with("top", modulus - 1)
                .with("a", first)
                .with("b", second)
                .with("n", term)
                .with("nth", Wordings.ordinal(term))
                .say(
                        """
                        A sequence begins with x(1) = {a} and x(2) = {b}. For every n >= 3,
                        x(n) = ({p}*x(n-1) + {q}*x(n-2)) mod {m}, where mod gives the remainder
                        from 0 to {top}. What is x({n})?
                        """,
                        """
                        The first two numbers of a list are {a} and {b}. Each further number is the
                        remainder on division by {m} of {p} times the number just before it plus
                        {q} times the number two places before it. Which number is the {nth} of the
                        list, the first two included?
                        """,
                        """
                        A machine shows one number after another, first {a}, then {b}. From then on
                        it multiplies the number that it showed last by {p} and the one that it
                        showed just before by {q}, adds the two products, divides the sum by {m}
                        and shows the remainder (0 to {top}). What is the {nth} number that it
                        shows, {a} being the first?
                        """,
                        """
                        Two kinds of cells live in a dish. At count 1 there are {a} units, at
                        count 2 there are {b}. At every later count the number of units is {p} times
                        that of the previous count plus {q} times that of the count before the
                        previous one, from which {m} is taken away as often as it is contained, so
                        that less than {m} is left. How many units are there at count {n}?
                        """);
    }
}
