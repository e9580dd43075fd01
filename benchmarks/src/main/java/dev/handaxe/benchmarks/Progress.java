package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;

/**
 * Hears how an evaluation goes on. All calls come from the thread that runs the evaluation, one
 * after the other.
 *
 * <p>Confined to one thread.
 */
public interface Progress {

    /** Hears nothing. */
    Progress NONE = new Progress() {};

    /**
     * A pass begins.
     *
     * @param pass from 1
     * @param passes how many there will be
     * @param samples how many samples it has
     */
    default void started(int pass, int passes, long samples) {}

    /**
     * A sample has its verdict; samples are told in the order in which they end.
     *
     * @param done how many have one by now in this pass
     */
    default void finished(String taskId, Kind kind, long done, long samples) {}

    /**
     * So many samples have their verdict by now: told in the place of {@link #finished} by an
     * engine that does not hear of each.
     */
    default void advanced(long done, long samples) {}

    /** Something that the reader of the result should know; one line. */
    default void warned(String message) {}
}
