package dev.handaxe.optimizer;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

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
    private final TrainingKnobs set;

    private TrainingOptions(TrainingKnobs knobs) {
        set = knobs;
    }

    /** What decides whether an epoch's set is kept. */
    public enum Acceptance {
        /**
         * A paired comparison on validation tasks: a set is kept if its gain is significant, or if
         * it cannot be told from the standing set and is smaller.
         */
        VALIDATION,
        /** The training score, as in the paper's experiments. */
        PAPER,
        /** Nothing: every edited set is kept. The paper's ablation without roll-back. */
        ALWAYS
    }

    /** What becomes of an equal training score under {@link Acceptance#PAPER}. */
    public enum Ties {
        /** The new set is kept, as in the paper's experiments. */
        ACCEPTED("accepted"),
        /** The new set is rolled back. */
        REJECTED("rejected");

        private final String word;

        Ties(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** What an optimizing step is. */
    public enum StepMethod {
        /** Edits of the set, in one answer or more. */
        EDITS,
        /** One answer that gives the whole set anew: an ablation of the paper. */
        WHOLE_SET
    }

    /** How better sets are looked for. */
    public enum SearchMethod {
        /** One set is edited, and kept or rolled back: the paper. */
        HILL_CLIMB,
        /** Sets that no other beats on tasks and cost are edited and crossed: after GEPA. */
        PARETO;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether a run also tries what the tokens of training buy without it. */
    public enum ControlMode {
        /** Failures are tried again before training, and the arms are run after the test. */
        ON,
        /** No token is spent on controls. */
        OFF
    }

    /** How the functions of the set that was found are judged. */
    public enum CreditMode {
        /** By use and by leaving each one out; what is unused or harmful is pruned. */
        FULL,
        /** By use alone, which costs nothing. */
        FREE
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

    /** What a step is. */
    public StepMethod step() {
        return set.step;
    }

    /** Answers of the optimizer that one step may take, those not counted that are refused. */
    public int answersOfAStep() {
        return set.step == StepMethod.WHOLE_SET ? 1 : set.maxEdits;
    }

    /** Answers that the optimizer may give again, told what was wrong, for each of its actions. */
    public int repairs() {
        return set.repairs;
    }

    /** Rollouts at the same time. */
    public int concurrency() {
        return set.concurrency;
    }

    /** An upper bound of what the optimizer is shown of rollouts, at four characters a token. */
    public int evidenceTokens() {
        return set.evidenceTokens;
    }

    /** Parts of the training tasks that are optimized apart and merged; empty: by their number. */
    public OptionalInt subsets() {
        return set.subsets;
    }

    /** The same for that many training tasks. */
    public int subsets(int tasks) {
        int parts = set.subsets.orElse(EpochStep.automatic(tasks));
        return set.step == StepMethod.WHOLE_SET ? 1 : Math.clamp(tasks, 1, parts);
    }

    /** Rollouts of each task; scores are means. */
    public int repeats() {
        return set.repeats;
    }

    /**
     * Rollouts of each validation task up to which an undecided gain is looked at again; no fewer
     * than {@link #repeats}.
     */
    public int maxRepeats() {
        return Math.max(set.maxRepeats, set.repeats);
    }

    /** What becomes of ties under {@link Acceptance#PAPER}. */
    public Ties ties() {
        return set.ties;
    }

    /** The probability of chance, one-sided, up to which a gain on validation counts. */
    public double significance() {
        return set.significance;
    }

    /** The share of formerly solved validation tasks that a new set may fail. */
    public double maxRegressions() {
        return set.maxRegressions;
    }

    /** How better sets are looked for. */
    public SearchMethod search() {
        return set.search;
    }

    /**
     * {@link SearchMethod#PARETO}: every so many proposals one is made of the functions of two sets
     * without asking the optimizer; 0 is never.
     */
    public int crossoverEvery() {
        return set.crossoverEvery;
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

    /** Who tries to solve the tasks. */
    public Agent agent() {
        return set.agent;
    }

    /** The agent's name, kept with the run. */
    public String agentName() {
        return set.agentName;
    }

    /** Functions of a set that the agent is offered for a task, at most. */
    public int maxTools() {
        return set.maxTools;
    }

    /** What guest code may do and use. */
    public ExecutionPolicy policy() {
        return set.policy;
    }

    /** The seed the splits were drawn with, kept with the run. */
    public long seed() {
        return set.seed;
    }

    /** What the run may spend in all. */
    public Allowance allowance() {
        return set.allowance;
    }

    /** The longest answer that models are asked for, in tokens. */
    public OptionalInt maxOutputTokens() {
        return set.maxOutputTokens;
    }

    /** How long one attempt of a model call may take. */
    public Duration requestTimeout() {
        return set.requestTimeout;
    }

    /** Whether controls are run. */
    public ControlMode controls() {
        return set.controls;
    }

    /** Attempts at a test task that a control may make. */
    public int controlAttempts() {
        return set.controlAttempts;
    }

    /** How functions are judged. */
    public CreditMode credit() {
        return set.credit;
    }

    /**
     * Trainings that each test on another part of all tasks, to estimate what training is worth; 0
     * for none.
     */
    public int folds() {
        return set.folds;
    }

    /** The same for one of the folds. */
    TrainingOptions inFold(int fold) {
        TrainingKnobs copy = set.copy();
        copy.scope = "fold " + fold + " ";
        copy.controls = ControlMode.OFF;
        return new TrainingOptions(copy);
    }

    /** What the names of samples, phases and events begin with; empty but in a fold. */
    String scope() {
        return set.scope;
    }

    /** Sets the knobs; every one has a default. Confined to one thread. */
    public static final class Builder {
        private final TrainingKnobs knobs = new TrainingKnobs();

        private Builder() {}

        /** 0 to 1000; 10 unless set. */
        public Builder epochs(int count) {
            knobs.epochs = (int) Bounds.within("epochs", count, 0, 1000);
            return this;
        }

        /** 1 to 1000; 10 unless set. */
        public Builder patience(int count) {
            knobs.patience = (int) Bounds.within("patience", count, 1, 1000);
            return this;
        }

        /** 1 to 20; 3 unless set. */
        public Builder maxEdits(int count) {
            knobs.maxEdits = (int) Bounds.within("max-edits", count, 1, 20);
            return this;
        }

        /** {@link StepMethod#EDITS} unless set. */
        public Builder step(StepMethod method) {
            knobs.step = Objects.requireNonNull(method);
            return this;
        }

        /** 0 to 10; 2 unless set. */
        public Builder repairs(int count) {
            knobs.repairs = (int) Bounds.within("repairs", count, 0, 10);
            return this;
        }

        /** 1 to 256; 4 unless set. */
        public Builder concurrency(int count) {
            knobs.concurrency = (int) Bounds.within("concurrency", count, 1, 256);
            return this;
        }

        /** 1 to 100; 1 unless set. */
        public Builder repeats(int count) {
            knobs.repeats = (int) Bounds.within("repeats", count, 1, 100);
            return this;
        }

        /** 1 to 100; 8 unless set. */
        public Builder maxRounds(int count) {
            knobs.maxRounds = (int) Bounds.within("max-rounds", count, 1, 100);
            return this;
        }

        /**
         * 1 to 128; 20 unless set. Of a larger set, what fits the task best is offered, the general
         * {@code python} function beside it; all functions of the set stay defined.
         */
        public Builder maxTools(int count) {
            knobs.maxTools = (int) Bounds.within("max-tools", count, 1, 128);
            return this;
        }

        /** 500 to 1,000,000; 8,000 unless set. */
        public Builder evidenceTokens(int count) {
            knobs.evidenceTokens = (int) Bounds.within("evidence-tokens", count, 500, 1_000_000);
            return this;
        }

        /** 1 to 4; unless set, 1 up to 60 training tasks and one more for each 60 above. */
        public Builder subsets(int count) {
            knobs.subsets = OptionalInt.of((int) Bounds.within("subsets", count, 1, 4));
            return this;
        }

        /** Any; 0 unless set. */
        public Builder seed(long value) {
            knobs.seed = value;
            return this;
        }

        /** {@link Acceptance#VALIDATION} unless set. */
        public Builder accept(Acceptance rule) {
            knobs.acceptance = Objects.requireNonNull(rule);
            return this;
        }

        /** {@link Ties#ACCEPTED} unless set. */
        public Builder ties(Ties rule) {
            knobs.ties = Objects.requireNonNull(rule);
            return this;
        }

        /** {@link SearchMethod#HILL_CLIMB} unless set. */
        public Builder search(SearchMethod method) {
            knobs.search = Objects.requireNonNull(method);
            return this;
        }

        /** 0 to 1000; 3 unless set. */
        public Builder crossoverEvery(int proposals) {
            knobs.crossoverEvery = (int) Bounds.within("crossover-every", proposals, 0, 1000);
            return this;
        }

        /** 1 to 100; 3 unless set. */
        public Builder maxRepeats(int count) {
            knobs.maxRepeats = (int) Bounds.within("max-repeats", count, 1, 100);
            return this;
        }

        /**
         * 0 to 0.5; 0.25 unless set. A step of a search may be bolder than a claim: two tasks won
         * and none lost are enough, and what is claimed in the end comes from the test split.
         */
        public Builder significance(double probability) {
            knobs.significance = Bounds.within("significance", probability, 0.5);
            return this;
        }

        /** 0 to 1; 0.1 unless set. */
        public Builder maxRegressions(double share) {
            knobs.maxRegressions = Bounds.within("max-regressions", share, 1);
            return this;
        }

        /** {@link ControlMode#ON} unless set. */
        public Builder controls(ControlMode mode) {
            knobs.controls = Objects.requireNonNull(mode);
            return this;
        }

        /** 1 to 100; 8 unless set. */
        public Builder controlAttempts(int count) {
            knobs.controlAttempts = (int) Bounds.within("control-attempts", count, 1, 100);
            return this;
        }

        /** {@link CreditMode#FULL} unless set. */
        public Builder credit(CreditMode mode) {
            knobs.credit = Objects.requireNonNull(mode);
            return this;
        }

        /** 0 for none, or 2 to 100; 0 unless set. */
        public Builder folds(int count) {
            if (count == 1) {
                throw new HandaxeException(
                        Code.INVALID_INPUT, "folds is 1, allowed is 0 or 2 to 100");
            }
            knobs.folds = (int) Bounds.within("folds", count, 0, 100);
            return this;
        }

        /** {@link PythonTool#OFFERED} unless set. */
        public Builder python(PythonTool tool) {
            knobs.python = Objects.requireNonNull(tool);
            return this;
        }

        /** {@link Agent#functionCalling()} unless set; a resumed run must have the same name. */
        public Builder agent(String name, Agent value) {
            knobs.agentName = Bounds.notBlank("the agent's name", name);
            knobs.agent = Objects.requireNonNull(value);
            return this;
        }

        /** {@link ExecutionPolicy#evaluation()} unless set. */
        public Builder policy(ExecutionPolicy value) {
            knobs.policy = Objects.requireNonNull(value);
            return this;
        }

        /** {@link Allowance#UNLIMITED} unless set. */
        public Builder allowance(Allowance value) {
            knobs.allowance = Objects.requireNonNull(value);
            return this;
        }

        /** No bound of calls unless set. */
        public Builder budgetCalls(long calls) {
            return allowance(knobs.allowance.withCalls(calls));
        }

        /** No bound of tokens unless set. */
        public Builder budgetTokens(long tokens) {
            return allowance(knobs.allowance.withTokens(tokens));
        }

        /** 1 to 1,000,000; the model's own bound unless set. It makes budgets exact. */
        public Builder maxOutputTokens(int tokens) {
            knobs.maxOutputTokens =
                    OptionalInt.of((int) Bounds.within("max-output-tokens", tokens, 1, 1_000_000));
            return this;
        }

        /** 120 s unless set. */
        public Builder requestTimeout(Duration timeout) {
            Bounds.within("request-timeout (ms)", timeout.toMillis(), 1, Integer.MAX_VALUE);
            knobs.requestTimeout = timeout;
            return this;
        }

        /** The options. */
        public TrainingOptions build() {
            return new TrainingOptions(knobs.checked());
        }
    }
}
