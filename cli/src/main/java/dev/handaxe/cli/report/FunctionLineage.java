package dev.handaxe.cli.report;

import dev.handaxe.cli.report.FunctionDiff.Change;
import dev.handaxe.optimizer.report.ReportedEpoch;
import dev.handaxe.optimizer.report.ReportedEpoch.Edit;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each function came about, by the kept sets and what those came from. */
final class FunctionLineage {
    private final RunReport run;

    FunctionLineage(RunReport run) {
        this.run = run;
    }

    /**
     * What one version did to a function.
     *
     * @param words such as {@code added} or {@code renamed from sum_of}
     * @param diff empty where the source says all
     */
    record Step(String name, Version version, String words, List<String> diff) {
        Step {
            diff = List.copyOf(diff);
        }
    }

    /** By function, in the order of the versions. */
    Map<String, List<Step>> steps() {
        Map<String, List<Step>> steps = new LinkedHashMap<>();
        for (Version version : run.versions()) {
            List<Version> parents =
                    run.parents(version).stream().flatMap(hash -> find(hash).stream()).toList();
            FunctionSet before =
                    parents.isEmpty() ? FunctionSet.empty() : parents.getFirst().functions();
            String from = parents.isEmpty() ? "none" : "version-" + parents.getFirst().number();
            List<Version> merged = parents.size() > 1 ? parents.subList(1, 2) : List.of();
            FunctionDiff.between(before, version.functions(), from, "version-" + version.number())
                    .forEach(
                            diff ->
                                    steps.computeIfAbsent(diff.name(), _ -> new ArrayList<>())
                                            .add(step(version, before, merged, diff)));
        }
        return steps;
    }

    private Optional<Version> find(String hash) {
        return run.versions().stream()
                .filter(version -> version.functions().hash().equals(hash))
                .findFirst();
    }

    private Step step(
            Version version, FunctionSet before, List<Version> merged, FunctionDiff diff) {
        String name = diff.name();
        Optional<FunctionDefinition> now = version.functions().find(name);
        for (Version other : merged) {
            if (now.isPresent() && other.functions().find(name).equals(now)) {
                String words = "taken over from version " + other.number();
                return new Step(name, version, words, changed(diff));
            }
        }
        Optional<Edit> edit = edit(version, name);
        if (edit.isEmpty() || diff.change() != Change.ADDED || now.isEmpty()) {
            return new Step(name, version, diff.change().word(), changed(diff));
        }
        List<String> old = edit.get().replaced();
        Optional<FunctionText> origin =
                old.size() == 1
                        ? before.find(old.getFirst()).map(FunctionText::of)
                        : Optional.empty();
        String words =
                (old.size() == 1 ? "renamed from " : "merged from ") + String.join(", ", old);
        return new Step(
                name,
                version,
                words,
                origin.isEmpty()
                        ? List.of()
                        : FunctionDiff.ofEdit(name, origin, now.map(FunctionText::of)));
    }

    private static List<String> changed(FunctionDiff diff) {
        return diff.change() == Change.CHANGED ? diff.lines() : List.of();
    }

    /** The edit of that version's epoch that put the function in the place of others. */
    private Optional<Edit> edit(Version version, String name) {
        String epoch = version.provenance().getOrDefault("epoch", "");
        return run.epochs().stream()
                .filter(one -> Integer.toString(one.number()).equals(epoch))
                .map(ReportedEpoch::edits)
                .flatMap(List::stream)
                .filter(edit -> edit.name().equals(name) && !edit.replaced().isEmpty())
                .findFirst();
    }
}
