package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How a run trains.
 *
 * <pre>{@code
 * TrainingOptions options = TrainingOptions.builder().epochs(5).budgetCalls(500).build();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class TrainingOptions {
    private final Builder set;

    private TrainingOptions(Builder builder) {
        set = builder.copy();
    }

    /** What decides whether an epoch's set is kept. */
    public enum Acceptance {
        /**
         * The validation score; on a tie the training score; on a tie of both, the set is kept only
         * if it has fewer functions.
         */
        VALIDATION,
        /** The training score, ties accepted, as in the paper's experiments. */
        PAPER
    }

    /** Whether the agent starts with the general {@code python} function. */
    public enum PythonTool {
        /** It is offered next to the functions of the set. */
        OFFERED,
        /** The agent has the functions of the set only. */
        ABSENT
    }

    /** The paper's numbers: 10 epochs, patience 10, at most 3 edits a step. */
    public static Builder builder() {
        return new Builder();
    }

    /** At most that many epochs; 0 scores the set without training. */
    public int epochs() {
        return set.epochs;
    }

    /** Epochs in a row without acceptance that end the run. */
    public int patience() {
        return set.patience;
    }

    /** Actions that one optimizing step may take. */
    public int maxEdits() {
        return set.maxEdits;
    }

    /** Rollouts at the same time. */
    public int concurrency() {
        return set.concurrency;
    }

    /** Rollouts of each task; scores are means. */
    public int repeats() {
        return set.repeats;
    }

    /** Model calls that one rollout may take; the last must bring the answer. */
    public int maxRounds() {
        return set.maxRounds;
    }

    /** What decides whether a set is kept. */
    public Acceptance acceptance() {
        return set.acceptance;
    }

    /** Whether the agent has the general function. */
    public PythonTool python() {
        return set.python;
    }

    /** What guest code may do and use. */
    public ExecutionPolicy policy() {
        return set.policy;
    }

    /** The seed the splits were drawn with, kept with the run. */
    public long seed() {
        return set.seed;
    }

    /** Model calls the run may make in all. */
    public OptionalLong budgetCalls() {
        return set.budgetCalls;
    }

    /** Tokens, in and out, the run may use in all. */
    public OptionalLong budgetTokens() {
        return set.budgetTokens;
    }

    /** How long one attempt of a model call may take. */
    public Duration requestTimeout() {
        return set.requestTimeout;
    }

    /** What a resumed run must have in common with the run it goes on with. */
    ObjectNode identity() {
        return Json.object()
                .put("max_edits", maxEdits())
                .put("repeats", repeats())
                .put("max_rounds", maxRounds())
                .put("accept", acceptance().name().toLowerCase(Locale.ROOT))
                .put("python", python().name().toLowerCase(Locale.ROOT))
                .put("policy", policy().name())
                .put("limits", new TreeMap<>(policy().limits().values()).toString())
                .put("seed", seed());
    }

    /** Sets the knobs; every one has a default. Confined to one thread. */
    public static final class Builder {
        private int epochs = 10;
        private int patience = 10;
        private int maxEdits = 3;
        private int concurrency = 4;
        private int repeats = 1;
        private int maxRounds = 8;
        private long seed;
        private Acceptance acceptance = Acceptance.VALIDATION;
        private PythonTool python = PythonTool.OFFERED;
        private ExecutionPolicy policy = ExecutionPolicy.evaluation();
        private OptionalLong budgetCalls = OptionalLong.empty();
        private OptionalLong budgetTokens = OptionalLong.empty();
        private Duration requestTimeout = Duration.ofMinutes(2);

        private Builder() {}

        private Builder copy() {
            Builder copy = new Builder();
            copy.epochs = epochs;
            copy.patience = patience;
            copy.maxEdits = maxEdits;
            copy.concurrency = concurrency;
            copy.repeats = repeats;
            copy.maxRounds = maxRounds;
            copy.seed = seed;
            copy.acceptance = acceptance;
            copy.python = python;
            copy.policy = policy;
            copy.budgetCalls = budgetCalls;
            copy.budgetTokens = budgetTokens;
            copy.requestTimeout = requestTimeout;
            return copy;
        }

        /** 0 to 1000; 10 unless set. */
        public Builder epochs(int count) {
            epochs = (int) within("epochs", count, 0, 1000);
            return this;
        }

        /** 1 to 1000; 10 unless set. */
        public Builder patience(int count) {
            patience = (int) within("patience", count, 1, 1000);
            return this;
        }

        /** 1 to 20; 3 unless set. */
        public Builder maxEdits(int count) {
            maxEdits = (int) within("max-edits", count, 1, 20);
            return this;
        }

        /** 1 to 256; 4 unless set. */
        public Builder concurrency(int count) {
            concurrency = (int) within("concurrency", count, 1, 256);
            return this;
        }

        /** 1 to 100; 1 unless set. */
        public Builder repeats(int count) {
            repeats = (int) within("repeats", count, 1, 100);
            return this;
        }

        /** 1 to 100; 8 unless set. */
        public Builder maxRounds(int count) {
            maxRounds = (int) within("max-rounds", count, 1, 100);
            return this;
        }

        /** Any; 0 unless set. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** {@link Acceptance#VALIDATION} unless set. */
        public Builder accept(Acceptance rule) {
            acceptance = Objects.requireNonNull(rule);
            return this;
        }

        /** {@link PythonTool#OFFERED} unless set. */
        public Builder python(PythonTool tool) {
            python = Objects.requireNonNull(tool);
            return this;
        }

        /** {@link ExecutionPolicy#evaluation()} unless set. */
        public Builder policy(ExecutionPolicy value) {
            policy = Objects.requireNonNull(value);
            return this;
        }

        /** No bound unless set. */
        public Builder budgetCalls(long calls) {
            budgetCalls = OptionalLong.of(within("budget-calls", calls, 0, Long.MAX_VALUE));
            return this;
        }

        /** No bound unless set. */
        public Builder budgetTokens(long tokens) {
            budgetTokens = OptionalLong.of(within("budget-tokens", tokens, 0, Long.MAX_VALUE));
            return this;
        }

        /** 120 s unless set. */
        public Builder requestTimeout(Duration timeout) {
            within("request-timeout (ms)", timeout.toMillis(), 1, Integer.MAX_VALUE);
            requestTimeout = timeout;
            return this;
        }

        /** The options. */
        public TrainingOptions build() {
            return new TrainingOptions(this);
        }

        private static long within(String name, long value, long min, long max) {
            if (value < min || value > max) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "%s is %d, allowed is %s"
                                .formatted(
                                        name,
                                        value,
                                        max == Long.MAX_VALUE
                                                ? min + " or more"
                                                : min + " to " + max));
            }
            return value;
        }
    }
}
