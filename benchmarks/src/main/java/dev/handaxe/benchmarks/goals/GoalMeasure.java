package dev.handaxe.benchmarks.goals;

import dev.handaxe.runtime.HandaxeException;
import java.util.List;

/** Measures one goal, or several that the same calls tell of. Confined to one thread. */
interface GoalMeasure {
    /** What it does, for progress. */
    String title();

    /**
     * Measures.
     *
     * @throws HandaxeException if this host cannot run workers, or a call does not end as it must
     */
    List<GoalFigure> measure();
}
