package dev.handaxe.optimizer;

import dev.handaxe.optimizer.ControlTrials.Rewrite;
import dev.handaxe.optimizer.ControlTrials.Tested;
import dev.handaxe.optimizer.TrainingLoop.Parts;
import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import dev.handaxe.optimizer.TrainingOptions.CreditMode;
import dev.handaxe.optimizer.TrainingResult.Epoch;
import dev.handaxe.optimizer.TrainingResult.Scores;
import dev.handaxe.optimizer.findings.Controls;
import dev.handaxe.optimizer.findings.Credit;
import dev.handaxe.optimizer.findings.Findings;
import dev.handaxe.optimizer.findings.FunctionCredit;
import dev.handaxe.optimizer.findings.Headroom;
import dev.handaxe.optimizer.findings.TestComparison;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One training from its baseline to its test, in this order: baseline, headroom, search, credit and
 * pruning, the sealed test, controls. What is known at any moment can be asked for, also when a
 * budget ended it. It holds no state that a resume would have to restore: everything with a cost is
 * remembered by the ledger, so a resumed run goes the same way again at once.
 *
 * <p>Confined to one thread.
 */
final class Course {
    private final Parts parts;
    private final FunctionSet start;
    private final TrainingOptions options;
    private final Trials trials;
    private final List<String> notes = new ArrayList<>();
    private Candidate baseline;
    private @Nullable Search search;
    private @Nullable Candidate pruned;
    private @Nullable Evaluation testedStart;
    private @Nullable Tested tested;
    private Usage notTraining = Usage.NONE;
    private Optional<Headroom> headroom = Optional.empty();
    private Optional<Credit> credit = Optional.empty();
    private Optional<Controls> controls = Optional.empty();

    Course(Parts parts, Splits splits, FunctionSet start, TrainingOptions options) {
        this.parts = parts;
        this.start = start;
        this.options = options;
        trials = new Trials(parts.evaluator(), splits, options);
        baseline = Candidate.unknown(start);
    }

    /**
     * Goes all the way.
     *
     * @param usage of the whole run so far
     * @return why the search ended
     * @throws BudgetExceeded if the budget ended it
     */
    String run(Supplier<Usage> usage) {
        long before = spent("begins", usage);
        baseline = trials.candidate(start, "baseline");
        trials.kept(baseline);
        headroom();
        Search.Parts searching =
                new Search.Parts(
                        trials,
                        parts.optimizer(),
                        AcceptanceRule.of(options, trials),
                        new RunJournal(
                                parts.ledger(), parts.run(), parts.listener(), options.scope()),
                        options);
        search = Search.of(searching, baseline);
        String stopped = search.run();
        credit(searching);
        long training = spent("trained", usage) - before - notTraining.tokens();
        test();
        controls(training);
        return stopped;
    }

    /** The tokens of the run when it came here first: a resumed run has spent more by now. */
    private long spent(String moment, Supplier<Usage> usage) {
        return parts.ledger()
                .remember(
                        "spent",
                        options.scope() + moment,
                        () -> Json.object().put("tokens", usage.get().tokens()))
                .path("tokens")
                .asLong();
    }

    private void headroom() {
        if (options.epochs() == 0 || !options.scope().isEmpty()) {
            return;
        }
        switch (trials.decides()) {
            case TRAIN ->
                    note("There are no validation tasks: training scores decide what is kept.");
            case BOTH -> {
                int few = trials.splits().validation().size();
                note(
                        "With %d validation %s no gain could be told from chance: training scores decide as well."
                                .formatted(few, few == 1 ? "task" : "tasks"));
            }
            case VALIDATION -> {}
        }
        var trial = new HeadroomTrial(trials, options);
        Headroom found = trial.measure(baseline);
        notTraining = trial.usage();
        headroom = Optional.of(found);
        parts.listener().note(found.text());
        found.warnings().forEach(this::note);
    }

    private void credit(Search.Parts searching) {
        Candidate best = best();
        var assignment = new CreditAssignment(best, trials, options.seed());
        credit = Optional.of(new Credit(assignment.free(), Optional.empty()));
        if (options.credit() == CreditMode.FREE || options.epochs() == 0) {
            return;
        }
        List<FunctionCredit> functions = assignment.full();
        credit = Optional.of(new Credit(functions, Optional.empty()));
        Pruner.Pruned result = new Pruner(searching).prune(best, functions);
        pruned = result.standing();
        credit = Optional.of(new Credit(functions, result.pruning()));
    }

    /** Both readings of the test split; what is known is kept if a budget ends the second. */
    private void test() {
        Evaluation before = trials.test(start, "baseline test");
        testedStart = before;
        Evaluation after =
                best().functions().equals(start) ? before : trials.test(best().functions(), "test");
        tested = new Tested(before, after);
    }

    private void controls(long tokens) {
        Tested both = tested;
        if (options.controls() == ControlMode.OFF
                || epochs().isEmpty()
                || both == null
                || both.start().rollouts().isEmpty()) {
            return;
        }
        var arms = new ControlTrials(trials, options, both, tokens);
        controls = Optional.of(arms.run(this::rewrite));
        arms.ended()
                .ifPresent(
                        ended -> {
                            throw ended;
                        });
    }

    /** The first step of training, asked for again: the ledger has its answers. */
    private Rewrite rewrite() {
        AgentOptimizer.Step step = parts.rewriter().step(1, baseline.train(), new EditHistory());
        return new Rewrite(
                step.functions(),
                baseline.train().usage().tokens()
                        + parts.ledger()
                                .usage("optimizer " + options.scope() + "epoch 1 ")
                                .tokens());
    }

    /** The set that stands. */
    Candidate best() {
        if (pruned != null) {
            return pruned;
        }
        return search == null ? baseline : search.best();
    }

    List<Epoch> epochs() {
        return search == null ? List.of() : search.epochs();
    }

    /** What the set it began with scored, as far as it is known. */
    Scores baselineScores() {
        return baseline.scores()
                .withTest(testedStart == null ? Optional.empty() : testedStart.score());
    }

    /** What the set that stands scored, as far as it is known. */
    Scores bestScores() {
        return best().scores()
                .withTest(tested == null ? Optional.empty() : tested.trained().score());
    }

    /** Both readings of the test split, if they were made. */
    Optional<Tested> tested() {
        return Optional.ofNullable(tested);
    }

    Findings findings() {
        return new Findings(
                headroom,
                tested().flatMap(
                                both ->
                                        TestComparison.of(
                                                both.start().means(),
                                                both.trained().means(),
                                                best().scores().validation(),
                                                options.seed())),
                controls,
                credit,
                Optional.empty());
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private void note(String text) {
        notes.add(text);
        parts.listener().note(text);
    }
}
