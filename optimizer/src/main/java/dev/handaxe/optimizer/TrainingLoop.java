package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run: the baseline, the search, then the sealed test. It holds no state that a resume would
 * have to restore: everything with a cost is remembered by the ledger, so a resumed run goes the
 * same way again at once.
 *
 * <p>Confined to one thread.
 */
final class TrainingLoop {
    private final Parts parts;
    private final FunctionSet start;
    private final TrainingOptions options;
    private final Trials trials;
    private final List<String> notes = new ArrayList<>();
    private Candidate baseline;
    private @Nullable Search search;
    private Optional<TestComparison> test = Optional.empty();
    private Optional<Double> baselineTest = Optional.empty();

    /** What the loop works with. */
    record Parts(
            Evaluator evaluator,
            EpochStep optimizer,
            Ledger ledger,
            RunFolder run,
            TrainingListener listener) {}

    TrainingLoop(Parts parts, Splits splits, FunctionSet start, TrainingOptions options) {
        this.parts = parts;
        this.start = start;
        this.options = options;
        trials = new Trials(parts.evaluator(), splits, options);
        baseline = Candidate.unknown(start);
    }

    TrainingResult run(Supplier<Spending> spending) {
        String stopped;
        try {
            baseline = trials.candidate(start, "baseline");
            trials.kept(baseline);
            stopped = search();
            test();
        } catch (BudgetExceeded e) {
            stopped = "budget";
            note("The budget of " + e.getMessage() + " ended the run; what is known is reported.");
        }
        var ending =
                new TrainingResult.Ending(
                        stopped, parts.ledger().elapsed().toMillis() / 1000.0, notes);
        var result =
                new TrainingResult(
                        parts.run().path().toString(),
                        baseline.scores().withTest(baselineTest),
                        best().scores().withTest(test.map(compared -> compared.after().score())),
                        search == null ? List.of() : search.epochs(),
                        best().functions(),
                        spending.get(),
                        test,
                        ending);
        parts.ledger().append("finished", stopped + " " + result.usage().calls(), result.node());
        return result;
    }

    private String search() {
        int validation = trials.splits().validation().size();
        if (options.epochs() > 0 && validation == 0) {
            note("There are no validation tasks: training scores decide what is kept.");
        } else if (options.epochs() > 0
                && options.acceptance() == TrainingOptions.Acceptance.VALIDATION
                && !ValidationRule.canDecide(validation, options)) {
            note(
                    "With %d validation %s no gain could be told from chance: training scores decide as well."
                            .formatted(validation, validation == 1 ? "task" : "tasks"));
        }
        var searching =
                Search.of(
                        new Search.Parts(
                                trials,
                                parts.optimizer(),
                                AcceptanceRule.of(options, trials),
                                new RunJournal(parts.ledger(), parts.run(), parts.listener()),
                                options),
                        baseline);
        search = searching;
        return searching.run();
    }

    private Candidate best() {
        return search == null ? baseline : search.best();
    }

    /** Both readings of the test split; what is known is kept if a budget ends the second. */
    private void test() {
        Evaluation before = trials.test(start, "baseline test");
        baselineTest = before.score();
        Evaluation after =
                best().functions().equals(start) ? before : trials.test(best().functions(), "test");
        test = TestComparison.of(before, after, best().scores().validation(), options.seed());
    }

    private void note(String text) {
        notes.add(text);
        parts.listener().note(text);
    }
}
