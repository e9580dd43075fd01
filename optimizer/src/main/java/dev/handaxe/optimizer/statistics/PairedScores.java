package dev.handaxe.optimizer.statistics;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The scores of two contenders on the same tasks, each from 0 to 1 and each the mean of a task's
 * repeats. Comparing task by task takes the difference between tasks out, which is much larger than
 * the one between contenders.
 *
 * <pre>{@code
 * PairedScores scores = PairedScores.of(new double[] {0, 0, 1, 0}, new double[] {1, 1, 1, 0});
 * double p = scores.pBetter(seed); // 0.25: two tasks won, none lost
 * }</pre>
 *
 * <p>Immutable.
 */
public final class PairedScores {
    private static final int RESAMPLES = 10_000;
    private static final int EXACT_TASKS = 14;
    private static final double EPSILON = 1e-9;

    private final double[] before;
    private final double[] after;

    private PairedScores(double[] before, double[] after) {
        this.before = before;
        this.after = after;
    }

    /**
     * The scores by task.
     *
     * @param before the first contender's
     * @param after the second's, in the same order of tasks
     * @throws IllegalArgumentException if they are not equally many, or not from 0 to 1
     */
    public static PairedScores of(double[] before, double[] after) {
        if (before.length != after.length) {
            throw new IllegalArgumentException(before.length + " scores and " + after.length);
        }
        check(before);
        check(after);
        return new PairedScores(before.clone(), after.clone());
    }

    private static void check(double[] scores) {
        for (double score : scores) {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a score is " + score + ", not from 0 to 1");
            }
        }
    }

    /** How many tasks there are. */
    public int tasks() {
        return before.length;
    }

    /** Tasks on which the second contender scores higher. */
    public int won() {
        int count = 0;
        for (int i = 0; i < before.length; i++) {
            count += after[i] > before[i] + EPSILON ? 1 : 0;
        }
        return count;
    }

    /** Tasks on which the second contender scores lower. */
    public int lost() {
        return turned().won();
    }

    /** The mean of the second contender's scores less that of the first; 0 without tasks. */
    public double difference() {
        return before.length == 0
                ? 0
                : (Arrays.stream(after).sum() - Arrays.stream(before).sum()) / before.length;
    }

    /** The first contender in the second's place. */
    public PairedScores turned() {
        return new PairedScores(/* before= */ after, /* after= */ before);
    }

    /**
     * The probability of a gain at least as large as this one if the second contender were no
     * better: by McNemar's exact test where every score is 0 or 1, else by a paired bootstrap of
     * the differences' signs. It is 1 without a gain.
     *
     * @param seed of the bootstrap; the same seed gives the same number
     */
    public double pBetter(long seed) {
        if (difference() <= EPSILON) {
            return 1;
        }
        return areOutcomes(before) && areOutcomes(after)
                ? mcnemar(won(), lost())
                : bootstrap(new Random(seed));
    }

    /** The two-sided form of {@link #pBetter}: of a difference at least as large either way. */
    public double pDifferent(long seed) {
        return Math.min(1, 2 * Math.min(pBetter(seed), turned().pBetter(seed)));
    }

    private static boolean areOutcomes(double[] scores) {
        return Arrays.stream(scores).allMatch(score -> score == 0 || score == 1);
    }

    /**
     * One-sided: of all tasks that differ, each is won with probability one half (McNemar 1947, in
     * its exact form).
     *
     * @param won tasks won
     * @param lost tasks lost
     */
    static double mcnemar(int won, int lost) {
        int differing = won + lost;
        double term = Math.pow(0.5, differing);
        if (term == 0) {
            return normalTail((won - 0.5 - differing / 2.0) / (Math.sqrt(differing) / 2));
        }
        double tail = 0;
        for (int wins = differing; wins >= won; wins--) {
            tail += term;
            term = term * wins / (differing - wins + 1);
        }
        return Math.min(1, tail);
    }

    /** Above a thousand differing tasks the exact terms vanish, and the normal tail is as good. */
    private static double normalTail(double z) {
        // Abramowitz and Stegun 26.2.17: its error is below 7.5e-8
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double polynomial =
                t
                        * (0.319381530
                                + t
                                        * (-0.356563782
                                                + t
                                                        * (1.781477937
                                                                + t
                                                                        * (-1.821255978
                                                                                + t
                                                                                        * 1.330274429))));
        double tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
        return z >= 0 ? tail : 1 - tail;
    }

    /**
     * The wild bootstrap with signs: were both equally good, each task's difference could as well
     * have the other sign. Unlike drawing tasks with replacement it does not take one or two tasks
     * that gained for a certainty. All signs are tried where they are few, else drawn.
     */
    private double bootstrap(Random random) {
        double[] differences =
                IntStream.range(0, before.length)
                        .mapToDouble(i -> after[i] - before[i])
                        .filter(difference -> Math.abs(difference) > EPSILON)
                        .toArray();
        double gain = Arrays.stream(differences).sum();
        if (differences.length <= EXACT_TASKS) {
            int all = 1 << differences.length;
            int asLarge = 0;
            for (int signs = 0; signs < all; signs++) {
                asLarge += sum(differences, signs) >= gain - EPSILON ? 1 : 0;
            }
            return (double) asLarge / all;
        }
        int asLarge = 0;
        for (int sample = 0; sample < RESAMPLES; sample++) {
            double sum = 0;
            for (double difference : differences) {
                sum += random.nextBoolean() ? difference : -difference;
            }
            asLarge += sum >= gain - EPSILON ? 1 : 0;
        }
        return (asLarge + 1.0) / (RESAMPLES + 1.0);
    }

    private static double sum(double[] differences, int signs) {
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }
}
