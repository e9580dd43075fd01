package dev.handaxe.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.data.RecordReader;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an evaluation found; with several passes, the counts are those of the last.
 *
 * <p>Immutable.
 *
 * @param counts how many there were of what
 * @param passAtK the mean over the tasks, by k
 * @param passes one entry for each pass
 * @param failures the samples that did not pass, for people
 */
public record EvaluationResult(
        String dataSet,
        Counts counts,
        Map<Integer, Double> passAtK,
        List<Pass> passes,
        Failures failures) {

    /** Copies; there is at least one pass. */
    public EvaluationResult {
        Objects.requireNonNull(dataSet);
        passAtK = Collections.unmodifiableMap(new TreeMap<>(passAtK));
        passes = List.copyOf(passes);
        if (passes.isEmpty()) {
            throw new IllegalArgumentException("an evaluation has at least one pass");
        }
    }

    /** What became of one sample. */
    public enum Kind {
        /** It ran to its end, or gave the expected value. */
        PASSED,
        /** It raised, ended early, or gave another value. */
        FAILED,
        /** Its CPU or wall time was up. */
        TIMED_OUT,
        /** Another limit of the policy stopped it. */
        LIMIT_EXCEEDED,
        /** It let a refusal by the policy escape. */
        DENIED,
        /** It never started: a syntax error, or a prediction that is no literal. */
        REJECTED,
        /** The worker died for a reason that no limit explains. */
        LOST;

        /** The lower-case word of the contract. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The word in a file of results, as HumanEval writes it. */
        String words() {
            return key().replace('_', ' ');
        }
    }

    /**
     * Counts of one pass.
     *
     * @param tasks tasks that were tried
     * @param samples samples with a verdict
     * @param resumed how many of them were taken over from an earlier run
     * @param outcomes for every kind, how many samples
     */
    public record Counts(long tasks, long samples, long resumed, Map<Kind, Long> outcomes) {
        /** Fills in the kinds that did not occur. */
        public Counts {
            Map<Kind, Long> all = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                all.put(kind, outcomes.getOrDefault(kind, 0L));
            }
            outcomes = Collections.unmodifiableMap(all);
        }

        /** How many samples passed. */
        public long passed() {
            return outcomes.getOrDefault(Kind.PASSED, 0L);
        }
    }

    /**
     * One pass over all samples.
     *
     * @param seconds from its start to its last verdict; the first pass includes the start of the
     *     workers
     */
    public record Pass(double seconds, long passed) {}

    /**
     * Samples that did not pass: the first hundred in order.
     *
     * @param leftOut how many more there are
     */
    public record Failures(List<Failure> shown, long leftOut) {
        /** Copies. */
        public Failures {
            shown = List.copyOf(shown);
        }
    }

    /**
     * A sample that did not pass.
     *
     * @param sample which of the samples, from 1
     * @param reason bounded and printable
     */
    public record Failure(String taskId, long sample, Kind kind, String reason) {}

    /** Of the last pass, from its start to its last verdict. */
    public double seconds() {
        return passes.getLast().seconds();
    }

    /** Samples run in the last pass for each of its seconds; those taken over do not count. */
    public double samplesPerSecond() {
        long run = counts.samples() - counts.resumed();
        return seconds() > 0 ? run / seconds() : 0;
    }

    /** One compact JSON object, as {@code handaxe evaluate --json} prints it. */
    public String json() {
        ObjectNode json = RecordReader.JSON.createObjectNode();
        json.put("dataset", dataSet);
        json.put("tasks", counts.tasks());
        json.put("samples", counts.samples());
        json.put("passed", counts.passed());
        ObjectNode ks = json.putObject("pass_at_k");
        passAtK.forEach((k, value) -> ks.put(k.toString(), value.doubleValue()));
        ObjectNode kinds = json.putObject("outcomes");
        counts.outcomes().forEach((kind, count) -> kinds.put(kind.key(), count.longValue()));
        json.put("seconds", rounded(seconds()));
        json.put("samples_per_second", rounded(samplesPerSecond()));
        var list = json.putArray("passes");
        for (Pass pass : passes) {
            list.addObject().put("seconds", rounded(pass.seconds())).put("passed", pass.passed());
        }
        return json.toString();
    }

    /** To thousandths, which is more than wall time is good for. */
    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
