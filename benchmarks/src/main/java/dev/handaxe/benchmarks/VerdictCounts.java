package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Failure;
import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.EvaluationResult.Pass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Verdicts as an engine has counted them where they are.
 *
 * <p>Immutable.
 *
 * @param tasks one entry for each task that was tried
 * @param kinds how many samples ended in which way
 * @param failures the first that did not pass, in the order of the samples; some are enough
 * @param before how many verdicts were there before this run
 */
public record VerdictCounts(
        List<OfTask> tasks, Map<Kind, Long> kinds, List<Failure> failures, long before) {
    /** How many failures are worth handing over. */
    public static final int SHOWN_FAILURES = PassTally.SHOWN_FAILURES;

    /** Copies. */
    public VerdictCounts {
        tasks = List.copyOf(tasks);
        kinds = Map.copyOf(kinds);
        failures = List.copyOf(failures);
    }

    /**
     * The verdicts of one task.
     *
     * @param skipped how many were not run, see CRUXEval's rule
     */
    public record OfTask(String id, int samples, int passed, int skipped) {}

    /**
     * The result that {@link Evaluation} would have found, to the last digit.
     *
     * @param seconds from the start of the run to its last verdict
     * @param progress hears of a k that was asked for and is left out
     */
    public EvaluationResult result(EvaluationOptions options, double seconds, Progress progress) {
        Map<String, Integer> samples = new LinkedHashMap<>();
        Map<String, Integer> passed = new LinkedHashMap<>();
        Map<String, Integer> skipped = new LinkedHashMap<>();
        for (OfTask task : tasks) {
            samples.put(task.id(), task.samples());
            passed.put(task.id(), task.passed());
            skipped.put(task.id(), task.skipped());
        }
        PassTally tally = new PassTally(samples);
        tally.addCounted(passed, skipped, kinds, failures, before);
        return new EvaluationResult(
                options.dataSet(),
                tally.counts(),
                tally.passAtK(options.ks(), progress::warned),
                List.of(new Pass(seconds, tally.passed())),
                tally.failures());
    }
}
