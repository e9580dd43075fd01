package dev.handaxe.cli.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of one function from one set to another: a unified diff of its source, followed by
 * one of what the agent is told of it. Control characters are escaped.
 *
 * <p>Immutable.
 *
 * @param lines of the diff, without line ends
 */
public record FunctionDiff(String name, Change change, List<String> lines) {
    private static final int CONTEXT = 3;

    /** Beyond that the comparison could take minutes: all of it is shown as replaced. */
    private static final int MAX_COMPARED_LINES = 10_000;

    private static final String NOWHERE = "/dev/null";

    /** What happened to a function. */
    public enum Change {
        ADDED("added"),
        REMOVED("removed"),
        CHANGED("changed");

        private final String word;

        Change(String word) {
            this.word = word;
        }

        /** As the command line and the report write it. */
        public String word() {
            return word;
        }
    }

    /** Copies. */
    public FunctionDiff {
        lines = List.copyOf(lines);
    }

    /**
     * The functions that differ, in the order of the newer set, removed ones last.
     *
     * @param from names the older set in the diffs' headings
     * @param to names the newer one
     */
    public static List<FunctionDiff> between(
            FunctionSet before, FunctionSet after, String from, String to) {
        Set<String> names = new LinkedHashSet<>();
        after.functions().forEach(function -> names.add(function.name()));
        before.functions().forEach(function -> names.add(function.name()));
        return names.stream()
                .map(name -> of(name, before.find(name), after.find(name), from, to))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What an edit makes of a function; either side may not be there. */
    static List<String> ofEdit(
            String name, Optional<FunctionText> before, Optional<FunctionText> after) {
        return lines(name, before, after, "before", "proposed");
    }

    private static Optional<FunctionDiff> of(
            String name,
            Optional<FunctionDefinition> before,
            Optional<FunctionDefinition> after,
            String from,
            String to) {
        if (before.equals(after)) {
            return Optional.empty();
        }
        Change change =
                before.isEmpty() ? Change.ADDED : after.isEmpty() ? Change.REMOVED : Change.CHANGED;
        List<String> lines =
                lines(name, before.map(FunctionText::of), after.map(FunctionText::of), from, to);
        return Optional.of(new FunctionDiff(name, change, lines));
    }

    private static List<String> lines(
            String name,
            Optional<FunctionText> before,
            Optional<FunctionText> after,
            String from,
            String to) {
        String oldName = before.isEmpty() ? NOWHERE : from + "/" + name;
        String newName = after.isEmpty() ? NOWHERE : to + "/" + name;
        List<String> lines = new ArrayList<>();
        lines.addAll(
                unified(
                        oldName + (before.isEmpty() ? "" : ".py"),
                        newName + (after.isEmpty() ? "" : ".py"),
                        before.map(FunctionDiff::source).orElse(List.of()),
                        after.map(FunctionDiff::source).orElse(List.of())));
        lines.addAll(
                unified(
                        oldName + (before.isEmpty() ? "" : " for the agent"),
                        newName + (after.isEmpty() ? "" : " for the agent"),
                        before.map(FunctionDiff::told).orElse(List.of()),
                        after.map(FunctionDiff::told).orElse(List.of())));
        return lines;
    }

    private static List<String> source(FunctionText function) {
        return printable(function.source().lines().toList());
    }

    private static List<String> told(FunctionText function) {
        return printable(function.told());
    }

    private static List<String> printable(List<String> lines) {
        return lines.stream()
                .map(line -> OutcomeFormat.printable(line, Integer.MAX_VALUE))
                .toList();
    }

    private static List<String> unified(
            String oldName, String newName, List<String> before, List<String> after) {
        Patch<String> patch =
                before.size() + after.size() > MAX_COMPARED_LINES && !before.equals(after)
                        ? replaced(before, after)
                        : DiffUtils.diff(before, after);
        return UnifiedDiffUtils.generateUnifiedDiff(oldName, newName, before, patch, CONTEXT);
    }

    private static Patch<String> replaced(List<String> before, List<String> after) {
        Patch<String> patch = new Patch<>();
        patch.addDelta(new ChangeDelta<>(new Chunk<>(0, before), new Chunk<>(0, after)));
        return patch;
    }
}
