package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.findings.Findings;
import dev.handaxe.optimizer.findings.TestComparison;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a run: the content of {@code handaxe train --json}.
 *
 * <p>Immutable.
 *
 * @param run the run's folder
 * @param baseline scores of the set the run began with
 * @param best scores of the set that was kept: {@code final} in the JSON
 * @param epochs one entry each, in order
 * @param functions the set that was kept
 * @param spending of the run, also before it was resumed
 * @param findings what the run found out about itself
 * @param ending why and when it ended
 */
public record TrainingResult(
        String run,
        Scores baseline,
        Scores best,
        List<Epoch> epochs,
        FunctionSet functions,
        Spending spending,
        Findings findings,
        Ending ending) {

    /** Copies. */
    public TrainingResult {
        Objects.requireNonNull(run);
        Objects.requireNonNull(baseline);
        Objects.requireNonNull(best);
        epochs = List.copyOf(epochs);
        Objects.requireNonNull(functions);
        Objects.requireNonNull(spending);
        Objects.requireNonNull(findings);
        Objects.requireNonNull(ending);
    }

    /** Mean scores from 0 to 1; empty where the split is empty or a budget ended the run first. */
    public record Scores(
            Optional<Double> train, Optional<Double> validation, Optional<Double> test) {
        /** Nothing is known. */
        public static final Scores UNKNOWN =
                new Scores(Optional.empty(), Optional.empty(), Optional.empty());

        /** The same with that test score. */
        public Scores withTest(Optional<Double> score) {
            return new Scores(train, validation, score);
        }
    }

    /**
     * One edit of a function set.
     *
     * @param action {@code add_function}, {@code revise_function}, {@code remove_function}, {@code
     *     rename_function} or {@code merge_functions}
     * @param name the function, by its new name if it has one
     * @param replaced the functions that are no more: those merged, or the name before
     * @param hypothesis of the optimizer, why tasks fail; one bounded, printable line
     * @param expectedEffect which tasks or causes of failure should change; one such line
     */
    public record Edit(
            String action,
            String name,
            List<String> replaced,
            String hypothesis,
            String expectedEffect) {
        /** Copies. */
        public Edit {
            Objects.requireNonNull(action);
            Objects.requireNonNull(name);
            replaced = List.copyOf(replaced);
            Objects.requireNonNull(hypothesis);
            Objects.requireNonNull(expectedEffect);
        }

        /** An edit of one function, with no reason given. */
        public Edit(String action, String name) {
            this(action, name, List.of(), "", "");
        }

        /** Such as {@code merge_functions total (replaces add, sum_of)}. */
        public String words() {
            return action
                    + " "
                    + name
                    + (replaced.isEmpty() ? "" : " (replaces " + String.join(", ", replaced) + ")");
        }

        ObjectNode node() {
            ObjectNode node = Json.object().put("action", action).put("name", name);
            if (!replaced.isEmpty()) {
                replaced.forEach(node.putArray("replaces")::add);
            }
            return node.put("hypothesis", hypothesis).put("expected_effect", expectedEffect);
        }
    }

    /**
     * One epoch.
     *
     * @param epoch from 1
     * @param proposed the edits of its step, in order; none if the optimizer found nothing to do
     * @param accepted whether the edited set was kept: as the standing set, or in the population
     * @param train score of the edited set; empty if it was not evaluated on the whole of the split
     * @param validation score of the edited set; empty if the split is, or as for training
     * @param decision why it was kept or not
     * @param lineage where the set comes from; empty if that is the set that stood
     */
    public record Epoch(
            int epoch,
            List<Edit> proposed,
            boolean accepted,
            Optional<Double> train,
            Optional<Double> validation,
            Decision decision,
            Optional<Lineage> lineage) {
        /** Copies. */
        public Epoch {
            proposed = List.copyOf(proposed);
            Objects.requireNonNull(train);
            Objects.requireNonNull(validation);
            Objects.requireNonNull(decision);
            Objects.requireNonNull(lineage);
        }

        static Epoch of(int number, List<Edit> edits, Candidate next, Decision decision) {
            return new Epoch(
                    number,
                    edits,
                    decision.accepted(),
                    next.train().score(),
                    next.validation().score(),
                    decision,
                    Optional.empty());
        }

        /** The same, come from there. */
        Epoch from(Lineage origin) {
            return new Epoch(
                    epoch, proposed, accepted, train, validation, decision, Optional.of(origin));
        }
    }

    /**
     * Where a set of a population comes from.
     *
     * @param set its hash
     * @param parent hash of the set that was edited
     * @param secondParent hash of the set whose functions were added to the parent's, if it is a
     *     crossover
     */
    public record Lineage(String set, String parent, Optional<String> secondParent) {
        /** Rejects nulls. */
        public Lineage {
            Objects.requireNonNull(set);
            Objects.requireNonNull(parent);
            Objects.requireNonNull(secondParent);
        }

        /** The parent, then the second if there is one. */
        public List<String> parents() {
            return Stream.concat(Stream.of(parent), secondParent.stream()).toList();
        }
    }

    /**
     * How a run ended.
     *
     * @param stopped {@code epochs} (all were used), {@code patience} (early stop), {@code solved}
     *     (no task is left to fail) or {@code budget}
     * @param seconds spent on it, sessions before a resume included
     * @param notes what a reader of the scores should know
     */
    public record Ending(String stopped, double seconds, List<String> notes) {
        /** Copies. */
        public Ending {
            Objects.requireNonNull(stopped);
            notes = List.copyOf(notes);
        }
    }

    /** All model calls of the run, also those before it was resumed. */
    public Usage usage() {
        return spending.usage();
    }

    /**
     * Both sets on the sealed test split; empty without test tasks, or if a budget ended the run
     * before.
     */
    public Optional<TestComparison> test() {
        return findings.test();
    }

    /** The object that {@code handaxe train --json} prints. */
    public String json() {
        return Json.write(node());
    }

    ObjectNode node() {
        ObjectNode node = Json.object();
        node.put("run", run);
        node.set("baseline", scores(baseline));
        node.set("final", scores(best));
        var list = node.putArray("epochs");
        epochs.forEach(epoch -> list.add(node(epoch)));
        var names = node.putArray("functions");
        functions.functions().stream().map(FunctionDefinition::name).forEach(names::add);
        node.set("usage", spending.node());
        FindingsJson.put(findings, node);
        node.put("stopped", ending.stopped());
        node.put("seconds", ending.seconds());
        if (!ending.notes().isEmpty()) {
            ending.notes().forEach(node.putArray("notes")::add);
        }
        return node;
    }

    static ObjectNode node(Epoch epoch) {
        ObjectNode node = Json.object().put("epoch", epoch.epoch());
        var proposed = node.putArray("proposed");
        epoch.proposed().forEach(edit -> proposed.add(edit.node()));
        node.put("accepted", epoch.accepted());
        node.put("train", epoch.train().orElse(null));
        node.put("validation", epoch.validation().orElse(null));
        node.set("decision", epoch.decision().node());
        epoch.lineage()
                .ifPresent(
                        lineage -> {
                            node.put("set", lineage.set());
                            lineage.parents().forEach(node.putArray("parents")::add);
                        });
        return node;
    }

    private static ObjectNode scores(Scores scores) {
        return Json.object()
                .put("train", scores.train().orElse(null))
                .put("validation", scores.validation().orElse(null))
                .put("test", scores.test().orElse(null));
    }
}
