package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.optimizer.TrainingResult.Epoch;
import dev.handaxe.optimizer.TrainingResult.Scores;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The epochs of one run. It holds no state that a resume would have to restore: everything with a
 * cost is remembered by the ledger, so a resumed run goes the same way again at once.
 *
 * <p>Confined to one thread.
 */
final class TrainingLoop {
    private final Parts parts;
    private final Splits splits;
    private final FunctionSet start;
    private final TrainingOptions options;
    private final List<Epoch> epochs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<FailedSet> failures = new ArrayList<>();
    private Scores baseline = Scores.UNKNOWN;
    private Candidate current;

    /** What the loop works with. */
    record Parts(
            Evaluator evaluator,
            AgentOptimizer optimizer,
            Ledger ledger,
            RunFolder run,
            TrainingListener listener) {}

    /** A set with its evaluations on the splits that decide. */
    private record Candidate(Evaluation train, Evaluation validation) {
        FunctionSet functions() {
            return train.functions();
        }

        Scores scores() {
            return new Scores(train.score(), validation.score(), Optional.empty());
        }
    }

    TrainingLoop(Parts parts, Splits splits, FunctionSet start, TrainingOptions options) {
        this.parts = parts;
        this.splits = splits;
        this.start = start;
        this.options = options;
        Evaluation nothing = new Evaluation(start, List.of());
        this.current = new Candidate(nothing, nothing);
    }

    TrainingResult run(Supplier<Usage> usage) {
        String stopped;
        Optional<Double> test = Optional.empty();
        try {
            current = evaluate(start, "baseline");
            baseline = current.scores();
            stopped = train();
            Optional<Double> before = test(start, "baseline test");
            baseline = baseline.withTest(before);
            test = current.functions().equals(start) ? before : test(current.functions(), "test");
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
                        baseline,
                        current.scores().withTest(test),
                        epochs,
                        current.functions(),
                        usage.get(),
                        ending);
        parts.ledger().append("finished", stopped + " " + usage.get().calls(), result.node());
        return result;
    }

    private String train() {
        if (options.epochs() > 0 && splits.validation().isEmpty()) {
            note("There are no validation tasks: training scores decide what is kept.");
        }
        int inARow = 0;
        for (int epoch = 1; epoch <= options.epochs(); epoch++) {
            if (current.train().perfect() && current.validation().perfect()) {
                return "solved";
            }
            inARow = epoch(epoch) ? 0 : inARow + 1;
            if (inARow >= options.patience()) {
                return "patience";
            }
        }
        return "epochs";
    }

    /** Whether the epoch's set was kept. */
    private boolean epoch(int number) {
        AgentOptimizer.Step step =
                parts.optimizer().step(number, current.train(), List.copyOf(failures));
        if (step.functions().equals(current.functions())) {
            return done(number, step.edits(), current, false);
        }
        Candidate next = evaluate(step.functions(), "epoch " + number);
        parts.ledger().append("epoch_evaluated", "epoch " + number, node(next));
        boolean accepted = better(next);
        if (accepted) {
            save(number, step.edits(), next);
            current = next;
            failures.clear();
        } else {
            failures.add(
                    new FailedSet(
                            next.functions(), step.edits(), next.train().score().orElse(0.0)));
        }
        return done(number, step.edits(), next, accepted);
    }

    private boolean done(int number, List<Edit> edits, Candidate next, boolean accepted) {
        Epoch epoch =
                new Epoch(
                        number,
                        edits,
                        accepted,
                        next.train().score().orElse(0.0),
                        next.validation().score());
        epochs.add(epoch);
        parts.ledger()
                .append(
                        accepted ? "accepted" : "rolled_back",
                        "epoch " + number,
                        TrainingResult.node(epoch));
        parts.listener().epochDone(epoch);
        return accepted;
    }

    private Candidate evaluate(FunctionSet functions, String phase) {
        return new Candidate(
                parts.evaluator().evaluate(functions, "train", splits.train(), phase + " train"),
                parts.evaluator()
                        .evaluate(
                                functions,
                                "validation",
                                splits.validation(),
                                phase + " validation"));
    }

    private Optional<Double> test(FunctionSet functions, String phase) {
        return parts.evaluator().evaluate(functions, "test", splits.test(), phase).score();
    }

    private boolean better(Candidate next) {
        int train = compare(next.train(), current.train());
        if (options.acceptance() == Acceptance.PAPER) {
            return train >= 0;
        }
        int validation = compare(next.validation(), current.validation());
        if (validation != 0 || train != 0) {
            return validation != 0 ? validation > 0 : train > 0;
        }
        return next.functions().size() < current.functions().size();
    }

    private static int compare(Evaluation a, Evaluation b) {
        return Double.compare(a.score().orElse(0.0), b.score().orElse(0.0));
    }

    /** A version once saved is not saved again by a resumed run. */
    private void save(int number, List<Edit> edits, Candidate next) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("run", String.valueOf(parts.run().path().getFileName()));
        provenance.put("epoch", Integer.toString(number));
        provenance.put(
                "edits",
                edits.stream()
                        .map(edit -> edit.action() + " " + edit.name())
                        .collect(Collectors.joining(", ")));
        provenance.put("train", next.train().rate());
        provenance.put("validation", next.validation().rate());
        List<Version> versions = parts.run().functions().versions();
        String epoch = Integer.toString(number);
        if (versions.stream().noneMatch(v -> epoch.equals(v.provenance().get("epoch")))) {
            parts.run().functions().save(next.functions(), provenance);
        }
    }

    private static ObjectNode node(Candidate next) {
        return Json.object()
                .put("set", next.functions().hash())
                .put("train", next.train().score().orElse(null))
                .put("validation", next.validation().score().orElse(null));
    }

    private void note(String text) {
        notes.add(text);
        parts.listener().note(text);
    }
}
