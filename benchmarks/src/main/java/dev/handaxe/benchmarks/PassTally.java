package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Counts;
import dev.handaxe.benchmarks.EvaluationResult.Failure;
import dev.handaxe.benchmarks.EvaluationResult.Failures;
import dev.handaxe.benchmarks.EvaluationResult.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts the verdicts of one pass.
 *
 * <p>Confined to one thread.
 */
final class PassTally {
    /** How many failures are kept to be shown. */
    static final int SHOWN_FAILURES = 100;

    private static final List<Integer> USUAL_KS = List.of(1, 10, 100);

    private final Map<String, Integer> samplesPerTask;
    private final Map<String, Integer> correctPerTask = new HashMap<>();
    private final Map<String, Integer> skippedPerTask = new HashMap<>();
    private final Map<Kind, Long> outcomes = new EnumMap<>(Kind.class);
    private final List<Failure> failures = new ArrayList<>();
    private long failed;
    private long samples;
    private long resumed;

    PassTally(Map<String, Integer> samplesPerTask) {
        this.samplesPerTask = samplesPerTask;
    }

    void add(Sample.Judged judged) {
        samples++;
        outcomes.merge(judged.kind(), 1L, Long::sum);
        if (judged.passed()) {
            correctPerTask.merge(judged.sample().taskId(), 1, Integer::sum);
            return;
        }
        if (judged.sample().attempt() instanceof Attempt.Skipped) {
            skippedPerTask.merge(judged.sample().taskId(), 1, Integer::sum);
        }
        failed++;
        if (failures.size() < SHOWN_FAILURES) {
            Sample sample = judged.sample();
            failures.add(
                    new Failure(sample.taskId(), sample.number(), judged.kind(), judged.reason()));
        }
    }

    /**
     * Takes over what another has counted, in the place of {@link #add}.
     *
     * @param correct by task, how many samples passed
     * @param skipped by task, how many were skipped
     * @param first of those that did not pass, the first in order
     * @param before how many of all were there before the run
     */
    void addCounted(
            Map<String, Integer> correct,
            Map<String, Integer> skipped,
            Map<Kind, Long> kinds,
            List<Failure> first,
            long before) {
        correct.forEach((task, count) -> correctPerTask.merge(task, count, Integer::sum));
        skipped.forEach((task, count) -> skippedPerTask.merge(task, count, Integer::sum));
        kinds.forEach((kind, count) -> outcomes.merge(kind, count, Long::sum));
        long counted = kinds.values().stream().mapToLong(Long::longValue).sum();
        samples += counted;
        failed += counted - kinds.getOrDefault(Kind.PASSED, 0L);
        resumed += before;
        first.stream().limit(SHOWN_FAILURES - failures.size()).forEach(failures::add);
    }

    void addResumed(Sample.Judged judged) {
        resumed++;
        add(judged);
    }

    long samples() {
        return samples;
    }

    long passed() {
        return outcomes.getOrDefault(Kind.PASSED, 0L);
    }

    Counts counts() {
        return new Counts(samplesPerTask.size(), samples, resumed, outcomes);
    }

    Failures failures() {
        return new Failures(failures, failed - failures.size());
    }

    /** The mean over the tasks, for each k that every task has samples enough for. */
    Map<Integer, Double> passAtK(Optional<List<Integer>> asked, Consumer<String> warn) {
        Map<Integer, Double> values = new TreeMap<>();
        int fewest = samplesPerTask.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        for (int k : asked.orElse(USUAL_KS)) {
            if (k <= fewest) {
                values.put(k, mean(k));
            } else if (asked.isPresent()) {
                warn.accept(
                        "pass@%d is left out: some task has only %d samples".formatted(k, fewest));
            }
        }
        return values;
    }

    private double mean(int k) {
        return samplesPerTask.entrySet().stream()
                .mapToDouble(task -> estimate(task.getKey(), task.getValue(), k))
                .average()
                .orElse(0);
    }

    /**
     * CRUXEval's rule for samples that are skipped: they do not count, unless none of the task
     * passes; then they count as wrong.
     */
    private double estimate(String task, int samples, int k) {
        int correct = correctPerTask.getOrDefault(task, 0);
        int counted = correct == 0 ? samples : samples - skippedPerTask.getOrDefault(task, 0);
        return counted - correct < k ? 1 : PassAtK.estimate(counted, correct, k);
    }
}
