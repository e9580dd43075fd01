package dev.handaxe.optimizer;

import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.optimizer.evidence.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Edits that were tried, and what came of them.
 *
 * <p>Immutable.
 *
 * @param epoch from 1
 * @param edits in order
 * @param fate what became of them
 */
record PastEdit(int epoch, List<Edit> edits, Fate fate) {
    private static final int WHY_CHARS = 200;
    private static final int EDITS_CHARS = 160;
    private static final int SHOWN_TASKS = 8;

    PastEdit {
        edits = List.copyOf(edits);
        Objects.requireNonNull(fate);
    }

    /** What became of edits. */
    sealed interface Fate {
        /** The edited set took the place of the one before. */
        record Kept(Effect effect) implements Fate {}

        /** The edited set stands beside the one before: a population has both. */
        record Beside(Effect effect) implements Fate {}

        /**
         * The edited set gained nothing where it was looked at first, and was not evaluated.
         *
         * @param looked what it changed there
         * @param tasks how many training tasks that were
         */
        record Dropped(Change looked, int tasks) implements Fate {}

        /** The edited set did not do better. */
        record RolledBack(Effect effect) implements Fate {}

        /** The edit could not be applied, so nothing was evaluated. */
        record Refused(String reason) implements Fate {}
    }

    /**
     * What edits changed on the tasks of one split.
     *
     * @param before mean score
     * @param after mean score
     * @param gained ids of the tasks whose score rose
     * @param lost ids of those whose score fell
     */
    record Change(double before, double after, List<String> gained, List<String> lost) {
        Change {
            gained = List.copyOf(gained);
            lost = List.copyOf(lost);
        }

        /** From one evaluation to another of the same tasks. */
        static Change between(Evaluation before, Evaluation after) {
            Map<String, Double> then = before.byTask();
            Map<String, Double> now = after.byTask();
            List<String> gained = new ArrayList<>();
            List<String> lost = new ArrayList<>();
            now.forEach(
                    (task, score) -> {
                        int change = Double.compare(score, then.getOrDefault(task, score));
                        if (change != 0) {
                            (change > 0 ? gained : lost).add(task);
                        }
                    });
            return new Change(before.score().orElse(0.0), after.score().orElse(0.0), gained, lost);
        }
    }

    /**
     * What edits changed.
     *
     * @param validation empty if there are no validation tasks
     */
    record Effect(Change train, Optional<Change> validation) {
        Effect {
            Objects.requireNonNull(train);
            Objects.requireNonNull(validation);
        }

        /** From one set's evaluations to another's. */
        static Effect of(Candidate before, Candidate after) {
            return new Effect(
                    Change.between(before.train(), after.train()),
                    after.validation().rollouts().isEmpty()
                            ? Optional.empty()
                            : Optional.of(Change.between(before.validation(), after.validation())));
        }

        /** The gain that decides: on validation tasks where there are any. */
        double gain() {
            Change deciding = validation.orElse(train);
            return deciding.after() - deciding.before();
        }
    }

    /** The gain; nothing for what was never evaluated. */
    double gain() {
        return switch (fate) {
            case Fate.Kept(Effect effect) -> effect.gain();
            case Fate.Beside(Effect effect) -> effect.gain();
            case Fate.Dropped(Change looked, _) -> looked.after() - looked.before();
            case Fate.RolledBack(Effect effect) -> effect.gain();
            case Fate.Refused _ -> 0;
        };
    }

    /** Such as {@code epoch 2: revise_function mean}. */
    String name() {
        String all = edits.stream().map(Edit::words).collect(Collectors.joining(", "));
        return "epoch " + epoch + ": " + Excerpt.oneLine(all, EDITS_CHARS);
    }

    /**
     * The edit in one bounded line. Training tasks are named by their conversation; of validation
     * tasks, which the optimizer never sees, only numbers are told.
     *
     * @param conversations the number of each training task's first conversation
     */
    String line(Map<String, Integer> conversations) {
        StringBuilder line = new StringBuilder(name());
        switch (fate) {
            case Fate.Kept(Effect effect) -> told(line.append(": kept."), effect, conversations);
            case Fate.Beside(Effect effect) ->
                    told(line.append(": kept as another set."), effect, conversations);
            case Fate.Dropped(Change looked, int tasks) ->
                    told(
                            line.append(
                                    ": rolled back after a first look at %d training tasks."
                                            .formatted(tasks)),
                            new Effect(looked, Optional.empty()),
                            conversations);
            case Fate.RolledBack(Effect effect) ->
                    told(line.append(": rolled back."), effect, conversations);
            case Fate.Refused(String reason) -> {
                line.append(": refused.");
                said(line, "Reason", reason);
                said(line, "Hypothesis", words(Edit::hypothesis));
            }
        }
        return line.toString();
    }

    private void told(StringBuilder line, Effect effect, Map<String, Integer> conversations) {
        said(line, "Hypothesis", words(Edit::hypothesis));
        said(line, "Expected", words(Edit::expectedEffect));
        Change train = effect.train();
        line.append(
                " Training %s, gained %s, lost %s."
                        .formatted(
                                rates(train),
                                named(train.gained(), conversations),
                                named(train.lost(), conversations)));
        effect.validation()
                .ifPresent(
                        change ->
                                line.append(
                                        " Validation %s, gained %d tasks, lost %d."
                                                .formatted(
                                                        rates(change),
                                                        change.gained().size(),
                                                        change.lost().size())));
    }

    private String words(Function<Edit, String> what) {
        return edits.stream()
                .map(what)
                .map(String::strip)
                .filter(words -> !words.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static void said(StringBuilder line, String what, String words) {
        if (!words.isBlank()) {
            line.append(' ').append(what).append(": ").append(Excerpt.oneLine(words, WHY_CHARS));
            line.append(words.stripTrailing().endsWith(".") ? "" : ".");
        }
    }

    private static String rates(Change change) {
        return String.format(
                Locale.ROOT, "%.1f -> %.1f %%", 100 * change.before(), 100 * change.after());
    }

    private static String named(List<String> tasks, Map<String, Integer> conversations) {
        List<Integer> numbers =
                tasks.stream()
                        .filter(conversations::containsKey)
                        .map(task -> conversations.getOrDefault(task, 0))
                        .sorted()
                        .limit(SHOWN_TASKS)
                        .toList();
        String shown = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        int more = tasks.size() - numbers.size();
        if (numbers.isEmpty()) {
            return tasks.isEmpty() ? "none" : tasks.size() + " tasks";
        }
        return (numbers.size() == 1 ? "conversation " : "conversations ")
                + shown
                + (more > 0 ? " and " + more + " more" : "");
    }
}
