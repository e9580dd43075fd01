package dev.handaxe.cli.experiment;

import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.optimizer.report.SplitScores;
import dev.handaxe.runtime.FunctionStore.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the experiment needs of a run's folder, finished or not.
 *
 * <p>Immutable.
 *
 * @param stopped why it ended; empty if it has not
 * @param kept the sets that stood, the one the run began with first
 */
public record RunScores(Optional<String> stopped, List<Kept> kept, Used used) {
    private static final String BUDGET = "budget";

    /** Copies. */
    public RunScores {
        Objects.requireNonNull(stopped);
        kept = List.copyOf(kept);
        Objects.requireNonNull(used);
    }

    /**
     * A set that stood.
     *
     * @param epoch that made it; 0 for the first
     * @param set its hash
     * @param functions how many it has
     * @param train its mean score, where it was measured
     * @param test its score on each test task; empty if it was not tested
     */
    public record Kept(
            int epoch,
            String set,
            int functions,
            Optional<Double> train,
            Map<String, Double> test) {
        /** Copies. */
        public Kept {
            Objects.requireNonNull(set);
            Objects.requireNonNull(train);
            test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
        }
    }

    /**
     * What a run took so far.
     *
     * @param calls of models
     * @param money zero where no price was given
     */
    public record Used(
            long calls, long inputTokens, long outputTokens, BigDecimal money, double seconds) {
        /** Nothing. */
        public static final Used NONE = new Used(0, 0, 0, BigDecimal.ZERO, 0);

        /** Rejects nulls. */
        public Used {
            Objects.requireNonNull(money);
        }

        /** Both together. */
        public Used plus(Used other) {
            return new Used(
                    calls + other.calls,
                    inputTokens + other.inputTokens,
                    outputTokens + other.outputTokens,
                    money.add(other.money),
                    seconds + other.seconds);
        }

        /** In and out. */
        public long tokens() {
            return inputTokens + outputTokens;
        }

        static Used of(Facts usage) {
            return new Used(
                    (long) usage.number("calls").orElse(0),
                    (long) usage.number("input_tokens").orElse(0),
                    (long) usage.number("output_tokens").orElse(0),
                    usage.text("cost amount").map(BigDecimal::new).orElse(BigDecimal.ZERO),
                    usage.number("seconds").orElse(0));
        }
    }

    /** Reads them out of a run. */
    public static RunScores of(RunReport run) {
        List<Kept> kept = new ArrayList<>();
        for (Version version : run.versions()) {
            String set = version.functions().hash();
            kept.add(
                    new Kept(
                            number(version.provenance().getOrDefault("epoch", "")),
                            set,
                            version.functions().size(),
                            run.scores(set, "train").map(SplitScores::mean),
                            run.scores(set, "test").map(SplitScores::byTask).orElse(Map.of())));
        }
        return new RunScores(run.outcome().stopped(), kept, Used.of(run.outcome().usage()));
    }

    private static int number(String digits) {
        return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
    }

    /** Whether nothing of it is left to do, also with a larger budget. */
    public boolean finished() {
        return stopped.filter(word -> !word.equals(BUDGET)).isPresent();
    }

    /** Whether its budget ended it. */
    public boolean outOfBudget() {
        return stopped.filter(BUDGET::equals).isPresent();
    }

    /** The set that the run began with. */
    public Kept first() {
        return kept.getFirst();
    }

    /** The set that the run came to. */
    public Kept last() {
        return kept.getLast();
    }
}
