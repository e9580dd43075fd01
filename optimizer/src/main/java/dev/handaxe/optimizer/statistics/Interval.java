package dev.handaxe.optimizer.statistics;

/**
 * A confidence interval.
 *
 * <p>Immutable.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {
    /** The quantile of the normal distribution that leaves 2.5 % on either side. */
    private static final double Z_95 = 1.959963984540054;

    /** Rejects what is no interval. */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("no interval: " + low + " to " + high);
        }
    }

    /**
     * The interval of Wilson (1927) for a share, at 95 %. It holds its promise for small numbers
     * and for shares near 0 and 1, where the usual one does not.
     *
     * @param successes from 0 to {@code trials}; a mean score times {@code trials} where scores lie
     *     between 0 and 1, which makes the interval wider than it need be
     * @param trials at least 1
     */
    public static Interval wilson(double successes, int trials) {
        if (trials < 1 || !(successes >= 0 && successes <= trials)) {
            throw new IllegalArgumentException(successes + " successes in " + trials + " trials");
        }
        double z2 = Z_95 * Z_95;
        double share = successes / trials;
        double middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
        double half =
                Z_95
                        * Math.sqrt(share * (1 - share) / trials + z2 / (4.0 * trials * trials))
                        / (1 + z2 / trials);
        // at the ends rounding leaves some 1e-17
        return new Interval(
                successes == 0 ? 0 : Math.max(0, middle - half),
                successes == trials ? 1 : Math.min(1, middle + half));
    }

    /**
     * The interval of Bonett and Price (2012) for the difference of two shares on the same trials,
     * at 95 %: the second contender's less the first's. It holds its promise where few trials
     * differ.
     *
     * @param won trials on which only the second succeeded
     * @param lost trials on which only the first did
     * @param trials all, at least 1
     */
    public static Interval paired(int won, int lost, int trials) {
        if (trials < 1 || won < 0 || lost < 0 || won + lost > trials) {
            throw new IllegalArgumentException(
                    won + " won and " + lost + " lost in " + trials + " trials");
        }
        double better = (won + 1.0) / (trials + 2.0);
        double worse = (lost + 1.0) / (trials + 2.0);
        double middle = better - worse;
        double half = Z_95 * Math.sqrt((better + worse - middle * middle) / (trials + 2.0));
        return new Interval(Math.max(-1, middle - half), Math.min(1, middle + half));
    }
}
