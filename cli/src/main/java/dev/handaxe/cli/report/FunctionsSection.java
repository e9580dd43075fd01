package dev.handaxe.cli.report;

import dev.handaxe.cli.report.FunctionDiff.Change;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every function that was ever kept, with its lineage. Confined to one thread. */
final class FunctionsSection {
    private final Html html;
    private final List<Version> versions;

    /** What one version did to a function. */
    private record Step(Version version, FunctionDiff diff) {}

    FunctionsSection(Html html, RunReport run) {
        this.html = html;
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
        Map<String, List<Step>> lineage = lineage();
        newest.forEach(
                (name, function) ->
                        function(
                                function,
                                last.find(name).isPresent(),
                                lineage.getOrDefault(name, List.of())));
        html.close("section");
    }

    private void versionTable() {
        Table table = new Table(html, "Kept sets", "Version", "Functions", "Where it came from");
        for (Version version : versions) {
            table.row(
                    Integer.toString(version.number()),
                    Integer.toString(version.functions().size()),
                    provenance(version));
        }
        table.end();
    }

    private static String provenance(Version version) {
        List<String> facts = new ArrayList<>();
        version.provenance()
                .forEach(
                        (name, value) -> {
                            if (!name.equals("run")) {
                                facts.add(name + " " + value);
                            }
                        });
        return String.join("; ", facts);
    }

    private Map<String, List<Step>> lineage() {
        Map<String, List<Step>> steps = new LinkedHashMap<>();
        FunctionSet before = FunctionSet.empty();
        String from = "none";
        for (Version version : versions) {
            String to = "version-" + version.number();
            for (FunctionDiff diff : FunctionDiff.between(before, version.functions(), from, to)) {
                steps.computeIfAbsent(diff.name(), _ -> new ArrayList<>())
                        .add(new Step(version, diff));
            }
            before = version.functions();
            from = to;
        }
        return steps;
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
        String epoch = Optional.ofNullable(step.version().provenance().get("epoch")).orElse("");
        html.text(
                "version %d%s: %s"
                        .formatted(
                                step.version().number(),
                                epoch.isEmpty() ? "" : ", epoch " + epoch,
                                step.diff().change().word()));
        if (step.diff().change() == Change.CHANGED) {
            Passage.diff(
                    html,
                    "Change of %s in version %d"
                            .formatted(step.diff().name(), step.version().number()),
                    step.diff().lines());
        }
        html.close("li");
    }
}
