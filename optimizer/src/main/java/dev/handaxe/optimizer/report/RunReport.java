package dev.handaxe.optimizer.report;

import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.RunFolder.SplitIds;
import dev.handaxe.runtime.FunctionStore.Version;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run as its folder tells it, finished or not. What a version of Handaxe did not write down is
 * empty here, and what a later one writes beside it is kept as {@link Facts}.
 *
 * <pre>{@code
 * RunReport report = RunReport.read(RunFolder.open(Path.of("runs/demo")));
 * report.scores(report.finalSet(), "test").map(SplitScores::interval);
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param epochs in order
 * @param versions the sets that were kept, the one the run began with first
 * @param conversations in the order in which they ended
 */
public record RunReport(
        About about,
        Outcome outcome,
        List<ReportedEpoch> epochs,
        List<Version> versions,
        List<Conversation> conversations) {

    /** Copies. */
    public RunReport {
        Objects.requireNonNull(about);
        Objects.requireNonNull(outcome);
        epochs = List.copyOf(epochs);
        versions = List.copyOf(versions);
        conversations = List.copyOf(conversations);
    }

    /**
     * Reads a run that is over, was stopped, or goes on at this moment.
     *
     * @throws HandaxeException with {@link Code#IO} if its ledger is there and cannot be read; what
     *     is corrupt in it is left out and counted in {@link Outcome#notes}
     */
    public static RunReport read(RunFolder run) {
        return new RunReader(run).read();
    }

    /**
     * What the run is about.
     *
     * @param name of its folder
     * @param settings as the command line gave them
     * @param options as the run was begun with
     * @param tasks by split; empty until training began
     */
    public record About(
            String name,
            Map<String, String> settings,
            Map<String, String> options,
            Optional<SplitIds> tasks) {
        /** Rejects nulls. */
        public About {
            Objects.requireNonNull(name);
            Objects.requireNonNull(settings);
            Objects.requireNonNull(options);
            Objects.requireNonNull(tasks);
        }
    }

    /**
     * What came of it.
     *
     * @param stopped why it ended; empty if it has not
     * @param usage of model calls: {@code calls}, {@code input_tokens}, {@code output_tokens}, and
     *     what else the run counted, such as money; {@code seconds} where they are known
     * @param notes what a reader should know
     * @param lastWritten when the ledger was last written to, as it says; empty if it is empty
     */
    public record Outcome(
            Optional<String> stopped,
            Facts usage,
            Measured measured,
            List<String> notes,
            Optional<String> lastWritten) {
        /** Copies. */
        public Outcome {
            Objects.requireNonNull(stopped);
            Objects.requireNonNull(usage);
            Objects.requireNonNull(measured);
            Objects.requireNonNull(lastWritten);
            notes = List.copyOf(notes);
        }
    }

    /** The hash of the set the run began with; empty if none was saved. */
    public String firstSet() {
        return versions.isEmpty() ? "" : versions.getFirst().functions().hash();
    }

    /** The hash of the set that was kept last; empty if none was saved. */
    public String finalSet() {
        return versions.isEmpty() ? "" : versions.getLast().functions().hash();
    }

    /**
     * The sets that a kept one came from, as hashes: what its provenance says, else the version
     * before it; none of the first.
     */
    public List<String> parents(Version version) {
        List<String> said =
                Stream.of("parent", "second_parent")
                        .map(name -> version.provenance().getOrDefault(name, ""))
                        .filter(hash -> !hash.isBlank())
                        .toList();
        int place = versions.indexOf(version);
        return !said.isEmpty() || place < 1
                ? said
                : List.of(versions.get(place - 1).functions().hash());
    }

    /** What that set scored on that split; empty unless all its tasks were tried. */
    public Optional<SplitScores> scores(String set, String split) {
        Map<String, Double> byTask =
                conversations.stream()
                        .filter(one -> one.id().set().equals(set) && one.id().split().equals(split))
                        .collect(
                                Collectors.groupingBy(
                                        one -> one.id().task(),
                                        LinkedHashMap::new,
                                        Collectors.averagingDouble(Conversation::score)));
        return byTask.isEmpty() || byTask.size() < tasks(split).size()
                ? Optional.empty()
                : Optional.of(new SplitScores(set, split, inOrder(byTask, split)));
    }

    /** Conversations end in any order; scores are listed in the order of the tasks. */
    private Map<String, Double> inOrder(Map<String, Double> byTask, String split) {
        Map<String, Double> ordered = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(tasks(split));
        names.addAll(byTask.keySet());
        names.forEach(
                task -> {
                    Double score = byTask.get(task);
                    if (score != null) {
                        ordered.put(task, score);
                    }
                });
        return ordered;
    }

    private List<String> tasks(String split) {
        return about.tasks()
                .map(
                        ids ->
                                switch (split) {
                                    case "train" -> ids.train();
                                    case "validation" -> ids.validation();
                                    case "test" -> ids.test();
                                    default -> List.<String>of();
                                })
                .orElse(List.of());
    }
}
