package dev.handaxe.benchmarks.hostile;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a run of the corpus showed.
 *
 * <p>Immutable.
 *
 * @param verdicts one for each case, in their order
 * @param problems what was wrong when all was over: canaries, files, threads, processes or
 *     descriptors; one line each
 */
public record HostileResult(List<HostileVerdict> verdicts, List<String> problems) {

    /** Copies. */
    public HostileResult {
        verdicts = List.copyOf(verdicts);
        problems = List.copyOf(problems);
    }

    /** Whether the sandbox held against every case and left nothing behind. */
    public boolean held() {
        return problems.isEmpty() && failures().isEmpty();
    }

    /** The cases against which it did not hold. */
    public List<HostileVerdict> failures() {
        return verdicts.stream().filter(verdict -> !verdict.held()).toList();
    }

    /** The case with the largest overrun; empty if there was no case. */
    public Optional<HostileVerdict> slowest() {
        return verdicts.stream().max(Comparator.comparing(HostileVerdict::overrun));
    }

    /** The largest overrun of all cases. */
    public Duration largestOverrun() {
        return slowest().map(HostileVerdict::overrun).orElse(Duration.ZERO);
    }

    /**
     * Overruns of more than what is allowed in attempts that were repeated, because the host may
     * have been busy: the largest first.
     */
    public List<Duration> late() {
        return verdicts.stream()
                .flatMap(verdict -> verdict.late().stream())
                .sorted(Comparator.reverseOrder())
                .toList();
    }
}
