package dev.handaxe.benchmarks.compare;

import java.util.List;

/**
 * One way of running Python, to be measured beside others.
 *
 * <p>Confined to one thread; it may run several programs at once by itself.
 */
interface Contestant extends AutoCloseable {
    /** What the table calls it. */
    String name();

    /** What was measured, with its version. */
    String version();

    /**
     * How many programs of each pass it takes part in at most: fewer than all where one takes long.
     */
    default int mostPrograms() {
        return Integer.MAX_VALUE;
    }

    /**
     * Runs them all.
     *
     * @return how many ended without an error
     */
    long run(List<String> programs);

    /**
     * Calls a function that adds two numbers, again and again.
     *
     * @return what each call took, in microseconds, in order
     */
    double[] calls(int count);

    /** How many calls are enough: fewer where one takes long. */
    int callsPerRound();

    @Override
    void close();
}
