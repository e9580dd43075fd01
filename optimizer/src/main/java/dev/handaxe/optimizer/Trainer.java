package dev.handaxe.optimizer;

import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.FunctionStore.Version;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Trains an agent by forging its functions: baseline, then epochs of one optimizing step each, kept
 * or rolled back (paper, section 3).
 *
 * <pre>{@code
 * var trainer = new Trainer(gateway, sandbox::call, grader);
 * TrainingResult result = trainer.train(
 *         RunFolder.create(folder, Map.of()), splits, FunctionSet.empty(), options, listener);
 * }</pre>
 *
 * A run that was killed or interrupted goes on from its folder without repeating a model call.
 *
 * <p>Confined to one thread. Interrupting that thread ends the run cleanly.
 */
public final class Trainer {
    private final ModelGateway gateway;
    private final FunctionRunner runner;
    private final Grader grader;
    private final Clock clock;

    /**
     * A trainer for one run.
     *
     * @param gateway to the models or a recording; serves one run, closed by its maker
     * @param runner runs guest code, such as {@code sandbox::call}
     * @param grader of the tasks
     */
    public Trainer(ModelGateway gateway, FunctionRunner runner, Grader grader) {
        this(gateway, runner, grader, Clock.systemUTC());
    }

    Trainer(ModelGateway gateway, FunctionRunner runner, Grader grader, Clock clock) {
        this.gateway = Objects.requireNonNull(gateway);
        this.runner = Objects.requireNonNull(runner);
        this.grader = Objects.requireNonNull(grader);
        this.clock = Objects.requireNonNull(clock);
    }

    /**
     * Trains, or goes on with the run in that folder.
     *
     * @param run new, or opened to resume
     * @param splits the same on a resume
     * @param start the set to begin with; a resumed run takes the one it began with
     * @throws HandaxeException with {@link Code#PROVIDER} or {@link Code#INTERRUPTED}: the run can
     *     be resumed; with {@link Code#REPLAY_MISMATCH}; with {@link Code#INVALID_INPUT} if the
     *     folder is another run's, or there is nothing to train on
     */
    public TrainingResult train(
            RunFolder run,
            Splits splits,
            FunctionSet start,
            TrainingOptions options,
            TrainingListener listener) {
        if (options.epochs() > 0 && splits.train().isEmpty()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "there are no training tasks: give some, or 0 epochs");
        }
        boolean resumed = run.splits().isPresent();
        run.begin(RunFolder.SplitIds.of(own(splits, options)), RunIdentity.of(options));
        try (Ledger ledger = Ledger.open(run.ledger(), clock)) {
            ledger.append(
                    "session",
                    Integer.toString(ledger.count("session") + 1),
                    RunIdentity.of(options));
            FunctionSet first = first(run.functions(), start);
            var budget =
                    new Budget(options.allowance(), options.maxOutputTokens(), ledger::elapsed);
            gateway.attach(ledger, budget, options.requestTimeout(), resumed);
            FunctionRunner metered = ledger.metered(runner);
            var gate = new AdmissionGate(metered, options.policy(), ledger, TaskLeaks.of(splits));
            Function<TrainingOptions, TrainingLoop.Parts> parts =
                    own ->
                            new TrainingLoop.Parts(
                                    new Evaluator(
                                            new GradedAgent(gateway, metered, grader, ledger, own),
                                            ledger,
                                            own,
                                            listener),
                                    step(gate, metered, ledger, own, listener),
                                    step(gate, metered, ledger, own, TrainingListener.NONE),
                                    ledger,
                                    run,
                                    listener);
            TrainingResult result =
                    new TrainingLoop(parts, splits, first, options).run(gateway::spending);
            run.finish(result);
            return result;
        }
    }

    /**
     * One optimizing step from attempts that were made outside of a run, such as the conversations
     * of a program in use. The optimizer model is shown what a training step shows it of its
     * rollouts, and its edits pass admission. Nothing is evaluated: that is for {@link #train},
     * which can begin with the set.
     *
     * @param run new, or opened to go on with a step that was cut off
     * @param tasks those of the attempts: no function may hold one's answer
     * @param functions the set that the attempts were made with
     * @return the edited set, which is the newest in the run's store; the same set if no edit was
     *     admitted or the budget ended the step
     * @throws HandaxeException as {@link #train}, and with {@link Code#INVALID_INPUT} if there are
     *     no attempts, or one is at another task
     */
    public FunctionSet step(
            RunFolder run,
            List<Task> tasks,
            FunctionSet functions,
            List<Rollout> attempts,
            TrainingOptions options) {
        Splits splits = new Splits(tasks, List.of(), List.of());
        checkAreOf(tasks, attempts);
        boolean resumed = run.splits().isPresent();
        run.begin(RunFolder.SplitIds.of(splits), RunIdentity.of(options));
        try (Ledger ledger = Ledger.open(run.ledger(), clock)) {
            FunctionSet first = first(run.functions(), functions);
            var budget =
                    new Budget(options.allowance(), options.maxOutputTokens(), ledger::elapsed);
            gateway.attach(ledger, budget, options.requestTimeout(), resumed);
            FunctionRunner metered = ledger.metered(runner);
            var gate = new AdmissionGate(metered, options.policy(), ledger, TaskLeaks.of(splits));
            AgentOptimizer.Step step =
                    step(gate, metered, ledger, options, TrainingListener.NONE)
                            .step(1, new Evaluation(first, attempts), new EditHistory());
            if (!step.functions().equals(first) && run.functions().versions().size() == 1) {
                run.functions().save(step.functions(), provenance(step));
            }
            return step.functions();
        } catch (BudgetExceeded _) {
            return functions;
        }
    }

    private static void checkAreOf(List<Task> tasks, List<Rollout> attempts) {
        if (attempts.isEmpty()) {
            throw new HandaxeException(Code.INVALID_INPUT, "there are no attempts to learn from");
        }
        Set<String> ids = tasks.stream().map(Task::id).collect(Collectors.toSet());
        for (Rollout attempt : attempts) {
            if (!ids.contains(attempt.taskId())) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "an attempt is at the task '%s', which is not among the tasks"
                                .formatted(OutcomeFormat.printable(attempt.taskId(), 80)));
            }
        }
    }

    private static Map<String, String> provenance(AgentOptimizer.Step step) {
        return Map.of(
                "edits", step.edits().stream().map(Edit::words).collect(Collectors.joining(", ")));
    }

    /** The splits of the run's own training. */
    private static Splits own(Splits splits, TrainingOptions options) {
        if (options.folds() == 0) {
            return splits;
        }
        if (options.epochs() == 0) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "folds estimate training, and there are 0 epochs of it");
        }
        return new FoldPlan(splits, options.folds(), options.seed()).all();
    }

    private EpochStep step(
            AdmissionGate gate,
            FunctionRunner metered,
            Ledger ledger,
            TrainingOptions own,
            TrainingListener listener) {
        return new EpochStep(
                new AgentOptimizer(gateway, gate, ledger, own, listener),
                new LineTraces(metered, own, ledger),
                own);
    }

    /** The first version in the store is the set the run began with. */
    private static FunctionSet first(FunctionStore store, FunctionSet start) {
        List<Version> versions = store.versions();
        if (!versions.isEmpty()) {
            return versions.getFirst().functions();
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("epoch", "0");
        provenance.put("edits", "none: the set the run began with");
        store.save(start, provenance);
        return start;
    }
}
