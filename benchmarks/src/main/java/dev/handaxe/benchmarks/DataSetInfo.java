package dev.handaxe.benchmarks;

import java.util.Objects;
import java.util.Set;

/**
 * What people should know of a data set.
 *
 * <p>Immutable.
 *
 * @param name as commands take it
 * @param uses what commands use it for
 * @param expects which files, and what is in them
 * @param origin where the data comes from
 * @param licence under which licence its authors publish it
 */
public record DataSetInfo(
        String name, Set<Use> uses, String expects, String origin, String licence) {

    /** Copies. */
    public DataSetInfo {
        Objects.requireNonNull(name);
        uses = Set.copyOf(uses);
        Objects.requireNonNull(expects);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(licence);
    }

    /** What a data set is good for. */
    public enum Use {
        /** Samples of code are run against it. */
        EVALUATE,
        /** Agents are trained on it. */
        TRAIN
    }
}
