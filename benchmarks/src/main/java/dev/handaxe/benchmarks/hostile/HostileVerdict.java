package dev.handaxe.benchmarks.hostile;

import dev.handaxe.runtime.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What one case showed.
 *
 * <p>Immutable.
 *
 * @param of the case
 * @param outcome how the attack ended
 * @param overrun the largest overrun of the case's calls: beyond the limit that was crossed, or
 *     beyond the wall limit
 * @param late overruns of earlier attempts that were too late and nothing else
 * @param took from the attack to the end of the checks
 * @param problems what was wrong, one line each; empty if the sandbox held
 */
public record HostileVerdict(
        HostileCase of,
        Outcome outcome,
        Duration overrun,
        List<Duration> late,
        Duration took,
        List<String> problems) {

    /** How a problem begins that is only one of time. */
    static final String LATE = "LATE: ";

    /** How a problem begins that is only another ending than the expected one. */
    static final String OTHERWISE = "ended as ";

    /** Copies. */
    public HostileVerdict {
        Objects.requireNonNull(of);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(overrun);
        Objects.requireNonNull(took);
        late = List.copyOf(late);
        problems = List.copyOf(problems);
    }

    /** The same after an attempt that was only late. */
    HostileVerdict after(HostileVerdict attempt) {
        List<Duration> more = new ArrayList<>(attempt.late);
        more.add(attempt.overrun);
        return new HostileVerdict(of, outcome, overrun, more, took, problems);
    }

    /** Whether the sandbox held. */
    public boolean held() {
        return problems.isEmpty();
    }

    /** Whether all that is wrong is that something came too late. */
    boolean onlyLate() {
        return !held() && problems.stream().allMatch(problem -> problem.startsWith(LATE));
    }

    /** How the attack ended in two or three words, such as {@code limit_exceeded cpu_ms hard}. */
    public String ending() {
        return Expectation.ending(outcome);
    }
}
