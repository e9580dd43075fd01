package dev.handaxe.cli.experiment;

import java.util.Objects;

/**
 * One training of the experiment.
 *
 * <p>Immutable.
 *
 * @param subject one of a benchmark's
 * @param agent by its name on the command line
 * @param seed draws the tasks
 */
public record Cell(String subject, String agent, Variant variant, long seed) {
    /** Rejects nulls and a subject that no benchmark has. */
    public Cell {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(variant);
        if (Benchmark.of(subject).isEmpty()) {
            throw new IllegalArgumentException("no subject: " + subject);
        }
    }

    /** The data set that the subject belongs to. */
    public Benchmark benchmark() {
        return Benchmark.of(subject).orElseThrow();
    }

    /** A name that no other cell has; it is one of a folder, too. */
    public String name() {
        return String.join(".", subject, agent, variant.word(), Long.toString(seed));
    }

    /** In words, such as {@code algebra, react, paper, seed 1}. */
    public String words() {
        return "%s, %s, %s, seed %d".formatted(subject, agent, variant.word(), seed);
    }

    /** The cell that differs in the subject only. */
    public Cell of(String other) {
        return new Cell(other, agent, variant, seed);
    }

    /** The cell that differs in the variant only. */
    public Cell with(Variant other) {
        return new Cell(subject, agent, other, seed);
    }
}
