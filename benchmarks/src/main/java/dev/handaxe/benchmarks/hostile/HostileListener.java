package dev.handaxe.benchmarks.hostile;

/**
 * Hears how a run of the corpus goes on. All calls come from the thread that runs it.
 *
 * <p>Confined to one thread.
 */
public interface HostileListener {

    /** Hears nothing. */
    HostileListener NONE = new HostileListener() {};

    /**
     * A case begins.
     *
     * @param index from 1
     * @param cases how many there are
     */
    default void started(HostileCase next, int index, int cases) {}

    /** A case has its verdict. */
    default void judged(HostileVerdict verdict) {}
}
