package dev.handaxe.cli.report;

import dev.handaxe.cli.report.FunctionLineage.Step;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every function that was ever kept, with its lineage. Confined to one thread. */
final class FunctionsSection {
    private final Html html;
    private final RunReport run;
    private final List<Version> versions;

    FunctionsSection(Html html, RunReport run) {
        this.html = html;
        this.run = run;
        this.versions = run.versions();
    }

    void write() {
        html.open("section", "id", "functions", "aria-labelledby", "functions-title");
        html.element("h2", "Functions", "id", "functions-title");
        FunctionSet last =
                versions.isEmpty() ? FunctionSet.empty() : versions.getLast().functions();
        html.element(
                "p",
                "The set that was kept has %s. Below is every function that was ever part"
                                .formatted(Numbers.count(last.size(), "function"))
                        + " of a kept set, with how it came about.");
        versionTable();
        Map<String, FunctionDefinition> newest = new LinkedHashMap<>();
        last.functions().forEach(function -> newest.put(function.name(), function));
        for (Version version : versions.reversed()) {
            version.functions()
                    .functions()
                    .forEach(function -> newest.putIfAbsent(function.name(), function));
        }
        Map<String, List<Step>> lineage = new FunctionLineage(run).steps();
        newest.forEach(
                (name, function) ->
                        function(
                                function,
                                last.find(name).isPresent(),
                                lineage.getOrDefault(name, List.of())));
        html.close("section");
    }

    private void versionTable() {
        Table table =
                new Table(
                        html,
                        "Kept sets",
                        "Version",
                        "Came from",
                        "Functions",
                        "By",
                        "Train",
                        "Validation",
                        "Why it was kept");
        for (Version version : versions) {
            List<String> parents =
                    run.parents(version).stream().map(this::versionOf).distinct().toList();
            table.row(
                    Integer.toString(version.number()),
                    parents.isEmpty() ? "–" : String.join(" and ", parents),
                    Integer.toString(version.functions().size()),
                    by(version),
                    said(version, "train"),
                    said(version, "validation"),
                    said(version, "decision"));
        }
        table.end();
    }

    private String versionOf(String hash) {
        return versions.stream()
                .filter(version -> version.functions().hash().equals(hash))
                .map(version -> "version " + version.number())
                .findFirst()
                .orElse("set " + hash.substring(0, Math.min(8, hash.length())));
    }

    private static String by(Version version) {
        String pruned = version.provenance().getOrDefault("pruned", "");
        if (!pruned.isEmpty()) {
            return "pruning of " + pruned;
        }
        String epoch = version.provenance().getOrDefault("epoch", "");
        String edits = version.provenance().getOrDefault("edits", "");
        return Stream.of(
                        epoch.isEmpty() ? "" : "epoch " + epoch,
                        edits.replaceAll("_functions?\\b", ""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(": "));
    }

    private static String said(Version version, String name) {
        String value = version.provenance().getOrDefault(name, "");
        return value.isEmpty() ? "–" : value;
    }

    private void function(FunctionDefinition function, boolean kept, List<Step> steps) {
        html.open("article", "class", "function");
        html.open("h3");
        html.element(
                "code",
                function.name() + "(" + String.join(", ", function.parameters().names()) + ")");
        html.text(" ");
        html.element(
                "span",
                kept ? "in the final set" : "no longer there",
                "class",
                kept ? "badge good" : "badge");
        html.close("h3");
        html.element(
                "p",
                function.description().isBlank() ? "No description." : function.description(),
                "class",
                "guest");
        Passage.folded(
                html,
                "Parameters of " + function.name() + ", as JSON Schema",
                PrettyJson.of(function.parameters().json()));
        Passage.folded(
                html,
                "Source of %s (%s)".formatted(function.name(), Passage.lines(function.source())),
                function.source());
        html.element("h4", "Lineage");
        html.open("ol", "class", "lineage");
        steps.forEach(this::step);
        html.close("ol");
        html.close("article");
    }

    private void step(Step step) {
        html.open("li");
        html.text(
                "version %d%s: %s"
                        .formatted(step.version().number(), origin(step.version()), step.words()));
        if (!step.diff().isEmpty()) {
            Passage.diff(
                    html,
                    "Change of %s in version %d".formatted(step.name(), step.version().number()),
                    step.diff());
        }
        html.close("li");
    }

    private static String origin(Version version) {
        if (version.provenance().containsKey("pruned")) {
            return ", pruning";
        }
        String epoch = version.provenance().getOrDefault("epoch", "");
        return epoch.isEmpty() ? "" : ", epoch " + epoch;
    }
}
