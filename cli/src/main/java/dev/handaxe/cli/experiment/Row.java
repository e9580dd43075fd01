package dev.handaxe.cli.experiment;

import dev.handaxe.cli.experiment.Benchmark.Published;
import java.util.Objects;
import java.util.Optional;

/**
 * A comparison of the experiment, with what it is about.
 *
 * <p>Immutable.
 *
 * @param subject the subject, or {@link #ALL}
 * @param paper what the paper reports of the same; empty if it reports nothing
 */
public record Row(
        Benchmark benchmark,
        String agent,
        Variant variant,
        String subject,
        Comparison comparison,
        Optional<Published> paper) {
    /** The subject of a row over all subjects of the benchmark. */
    public static final String ALL = "all";

    /** Rejects nulls. */
    public Row {
        Objects.requireNonNull(benchmark);
        Objects.requireNonNull(agent);
        Objects.requireNonNull(variant);
        Objects.requireNonNull(subject);
        Objects.requireNonNull(comparison);
        Objects.requireNonNull(paper);
    }

    /** Whether it is over all subjects. */
    public boolean overall() {
        return subject.equals(ALL);
    }
}
