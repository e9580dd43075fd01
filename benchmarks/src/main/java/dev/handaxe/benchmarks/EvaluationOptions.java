package dev.handaxe.benchmarks;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What to evaluate, and how.
 *
 * <pre>{@code
 * EvaluationOptions options =
 *         EvaluationOptions.builder("humaneval", Path.of("HumanEval.jsonl.gz")).workers(4).build();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class EvaluationOptions {
    private static final long PLUS_MS = 61_000;

    private final String dataSet;
    private final Path data;
    private final Optional<Path> samples;
    private final ExecutionPolicy policy;
    private final int workers;
    private final int passes;
    private final Optional<List<Integer>> ks;
    private final Optional<Path> out;
    private final boolean resumed;
    private final boolean partial;
    private final Grading grading;
    private final String tenant;

    private EvaluationOptions(Builder builder) {
        dataSet = builder.dataSet;
        data = builder.data;
        samples = builder.samples;
        policy = builder.policy.orElseGet(() -> usualPolicy(dataSet));
        grading = builder.grading;
        tenant = builder.tenant;
        workers = within("workers", builder.workers, 256);
        passes = within("passes", builder.passes, 1000);
        ks = builder.ks;
        ks.ifPresent(list -> list.forEach(k -> within("k", k, 1_000_000)));
        out = builder.out;
        resumed = builder.resumed;
        partial = builder.partial;
        if (resumed && out.isEmpty()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "resume needs the file of results to go on with (out)");
        }
        if (resumed && passes > 1) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "resume goes with one pass, not with " + passes);
        }
    }

    private static int within(String what, int value, int max) {
        if (value < 1 || value > max) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "%s is %d, allowed is 1 to %d".formatted(what, value, max));
        }
        return value;
    }

    /**
     * Starts options.
     *
     * @param dataSet a name that {@link DataSets#all} says can be evaluated
     * @param data its file or folder
     */
    public static Builder builder(String dataSet, Path data) {
        return new Builder(dataSet, data);
    }

    /** The data set's name. */
    public String dataSet() {
        return dataSet;
    }

    /** Its file or folder. */
    public Path data() {
        return data;
    }

    /** Whose samples they are: those of two tenants never share a worker. */
    public String tenant() {
        return tenant;
    }

    /** The file of samples; without one the data set's reference solutions are run. */
    public Optional<Path> samples() {
        return samples;
    }

    /**
     * The policy that a data set's samples have unless another is named: the preset {@code
     * evaluation}, for HumanEval+ with the minute that EvalPlus gives to all inputs of a task.
     */
    public static ExecutionPolicy usualPolicy(String dataSet) {
        ExecutionPolicy usual = ExecutionPolicy.evaluation();
        return dataSet.equals(CodeTasks.HUMAN_EVAL_PLUS)
                ? usual.with(LimitName.CPU_MS, PLUS_MS).with(LimitName.WALL_MS, PLUS_MS)
                : usual;
    }

    /** Where verdicts are made. */
    public Grading grading() {
        return grading;
    }

    /** The policy of each call. */
    public ExecutionPolicy policy() {
        return policy;
    }

    /** How many calls are made at once. */
    public int workers() {
        return workers;
    }

    /** How often the whole is repeated. */
    public int passes() {
        return passes;
    }

    /** The k of pass@k that were asked for; 1, 10 and 100 where possible, unless set. */
    public Optional<List<Integer>> ks() {
        return ks;
    }

    /** Where the last pass writes its results. */
    public Optional<Path> out() {
        return out;
    }

    /** Whether results that {@link #out} has already are taken over. */
    public boolean isResumed() {
        return resumed;
    }

    /** Whether tasks without a sample are left out instead of being an error. */
    public boolean isPartial() {
        return partial;
    }

    /**
     * Collects options.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {
        private final String dataSet;
        private final Path data;
        private Optional<Path> samples = Optional.empty();
        private Optional<ExecutionPolicy> policy = Optional.empty();
        private Grading grading = Grading.OUTSIDE;
        private int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
        private int passes = 1;
        private Optional<List<Integer>> ks = Optional.empty();
        private Optional<Path> out = Optional.empty();
        private boolean resumed;
        private boolean partial;
        private String tenant = Invocation.DEFAULT_TENANT;

        private Builder(String dataSet, Path data) {
            this.dataSet = Objects.requireNonNull(dataSet);
            this.data = Objects.requireNonNull(data);
        }

        /** A JSONL file of {@code {"task_id", "completion"}}, plain or gzipped. */
        public Builder samples(Path file) {
            samples = Optional.of(file);
            return this;
        }

        /** The policy of each call; {@link #usualPolicy}, unless set. */
        public Builder policy(ExecutionPolicy each) {
            policy = Optional.of(each);
            return this;
        }

        /** Where verdicts are made; {@link Grading#OUTSIDE}, unless set. */
        public Builder grading(Grading where) {
            grading = Objects.requireNonNull(where);
            return this;
        }

        /** Whose samples they are; {@link Invocation#DEFAULT_TENANT}, unless set. */
        public Builder tenant(String name) {
            tenant = Objects.requireNonNull(name);
            return this;
        }

        /** How many calls are made at once, 1 to 256; best as many as the sandbox has workers. */
        public Builder workers(int count) {
            workers = count;
            return this;
        }

        /** How often the whole is repeated, 1 to 1,000. */
        public Builder passes(int count) {
            passes = count;
            return this;
        }

        /** Which pass@k to compute; a k beyond the samples of some task is left out and said. */
        public Builder ks(List<Integer> values) {
            ks = Optional.of(List.copyOf(values));
            return this;
        }

        /**
         * Where results go as they come: JSONL in the order of the samples. If the file has results
         * of these samples already, they are taken over and the evaluation goes on behind them.
         */
        public Builder out(Path file) {
            out = Optional.of(file);
            return this;
        }

        /** Says that {@link #out} is there to be gone on with; that it is named is enough. */
        public Builder resume() {
            resumed = true;
            return this;
        }

        /** Allows samples that leave tasks out; the scores are then those of the tasks tried. */
        public Builder allowPartial() {
            partial = true;
            return this;
        }

        /**
         * The options.
         *
         * @throws HandaxeException with {@link Code#INVALID_INPUT} if they do not go together
         */
        public EvaluationOptions build() {
            return new EvaluationOptions(this);
        }
    }
}
