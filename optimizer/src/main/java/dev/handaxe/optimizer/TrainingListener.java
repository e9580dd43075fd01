package dev.handaxe.optimizer;

/**
 * Hears of a run's progress. All calls come from the thread that trains; what a listener throws
 * ends the run, which can be resumed.
 */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * Rollouts begin.
     *
     * @param phase such as {@code baseline train} or {@code epoch 2 validation}
     * @param total how many rollouts it has, those that are known already included
     */
    default void phaseStarted(String phase, int total) {}

    /** The mean score of the phase's rollouts that are done; said before each rolloutDone. */
    default void scored(String phase, double meanSoFar) {}

    /** One more rollout of the phase is done. */
    default void rolloutDone(String phase, int done, int total) {}

    /** The optimizer made an edit that was admitted. */
    default void edited(int epoch, TrainingResult.Edit edit) {}

    /** An answer of the optimizer was sent back. */
    default void refused(int epoch, String reason) {}

    /** An epoch ended, accepted or rolled back. */
    default void epochDone(TrainingResult.Epoch epoch) {}

    /** Something the user should know. */
    default void note(String text) {}
}
