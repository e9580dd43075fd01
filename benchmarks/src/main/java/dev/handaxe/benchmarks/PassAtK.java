package dev.handaxe.benchmarks;

/**
 * The unbiased estimate of pass@k: the chance that at least one of k samples, drawn without
 * replacement from the n that were run, is right (Chen et al. 2021, "Evaluating Large Language
 * Models Trained on Code", section 2.1).
 *
 * <pre>{@code
 * double value = PassAtK.estimate(10, 3, 5); // 11/12
 * }</pre>
 */
public final class PassAtK {
    private PassAtK() {}

    /**
     * The estimate for one task, {@code 1 - C(n - c, k) / C(n, k)}, in product form so that nothing
     * overflows.
     *
     * @param samples n, the samples that were run
     * @param correct c, how many of them were right
     * @param k how many may be drawn, at most n
     * @throws IllegalArgumentException if the numbers do not fit
     */
    public static double estimate(int samples, int correct, int k) {
        if (samples < 1 || correct < 0 || correct > samples || k < 1 || k > samples) {
            throw new IllegalArgumentException(
                    "pass@k needs 0 <= c <= n and 1 <= k <= n, but n is %d, c %d, k %d"
                            .formatted(samples, correct, k));
        }
        if (samples - correct < k) {
            return 1;
        }
        if (k == 1) {
            return (double) correct / samples;
        }
        double noneRight = 1;
        for (int i = samples - correct + 1; i <= samples; i++) {
            noneRight *= (double) (i - k) / i;
        }
        return 1 - noneRight;
    }
}
