package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.ReportedEpoch;
import dev.handaxe.optimizer.report.ReportedEpoch.Edit;
import dev.handaxe.optimizer.report.ReportedEpoch.Proposal;
import dev.handaxe.optimizer.report.ReportedEpoch.Verdict;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.optimizer.report.SplitScores;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every epoch tried, why, and what was decided. Confined to one thread. */
final class EpochsSection {
    private final Html html;
    private final RunReport run;

    EpochsSection(Html html, RunReport run) {
        this.html = html;
        this.run = run;
    }

    void write() {
        html.open("section", "id", "epochs", "aria-labelledby", "epochs-title");
        html.element("h2", "Epochs", "id", "epochs-title");
        if (run.epochs().isEmpty()) {
            html.element("p", "No epoch has begun.", "class", "absent");
        } else {
            table();
            run.epochs().forEach(this::epoch);
        }
        html.close("section");
    }

    private void table() {
        Table table =
                new Table(
                        html,
                        "What became of each epoch",
                        "Epoch",
                        "Edits",
                        "Decision",
                        "Train",
                        "Validation");
        for (ReportedEpoch epoch : run.epochs()) {
            table.row(
                    Integer.toString(epoch.number()),
                    epoch.edits().isEmpty()
                            ? "no edit"
                            : String.join(", ", epoch.edits().stream().map(this::title).toList()),
                    SetNames.word(epoch),
                    mean(epoch, "train"),
                    mean(epoch, "validation"));
        }
        table.end();
    }

    private String mean(ReportedEpoch epoch, String split) {
        Optional<SplitScores> scores =
                epoch.set().isEmpty() ? Optional.empty() : run.scores(epoch.set(), split);
        return scores.map(score -> Numbers.percent(score.mean())).orElse("–");
    }

    private String title(Edit edit) {
        return edit.action().replace("_function", "") + " " + edit.name();
    }

    private void epoch(ReportedEpoch epoch) {
        html.open("details", "class", "epoch");
        html.open("summary");
        html.element("strong", "Epoch " + epoch.number());
        html.text(
                ": %s, %s "
                        .formatted(
                                Numbers.count(epoch.edits().size(), "edit"),
                                Numbers.count(epoch.refusals().size(), "refused answer")));
        html.element("span", SetNames.word(epoch), "class", badge(epoch));
        html.close("summary");
        decision(epoch.decision().facts().without("accepted"));
        Map<String, String> sources = sourcesBefore(epoch.number());
        for (Edit edit : epoch.edits()) {
            edit(edit, sources);
        }
        if (!epoch.refusals().isEmpty()) {
            html.element("h4", "Refused answers");
            html.open("ul");
            epoch.refusals().forEach(reason -> html.element("li", reason, "class", "guest"));
            html.close("ul");
        }
        html.close("details");
    }

    private static String badge(ReportedEpoch epoch) {
        return epoch.decision().verdict() == Verdict.KEPT ? "badge good" : "badge";
    }

    private void decision(Facts facts) {
        if (facts.isEmpty()) {
            html.element(
                    "p", "p-value and reason: " + Numbers.NOT_MEASURED + ".", "class", "absent");
            return;
        }
        facts("Decision", facts);
    }

    private void facts(String title, Facts facts) {
        html.open("dl", "aria-label", title);
        facts.values()
                .forEach(
                        (name, value) -> {
                            html.open("div");
                            html.element("dt", Numbers.words(name));
                            html.element("dd", Numbers.figure(value));
                            html.close("div");
                        });
        html.close("dl");
    }

    private void edit(Edit edit, Map<String, String> sources) {
        html.element("h4", title(edit));
        if (edit.facts().isEmpty()) {
            html.element(
                    "p", "Hypothesis and expected effect: not written down.", "class", "absent");
        } else {
            facts("Why", edit.facts());
        }
        if (edit.proposal().isEmpty()) {
            return;
        }
        Proposal proposal = edit.proposal().get();
        if (!proposal.said().isBlank()) {
            html.element("p", proposal.said(), "class", "guest");
        }
        String before = sources.getOrDefault(edit.name(), "");
        if (proposal.code().isEmpty()) {
            return;
        }
        if (before.isEmpty()) {
            Passage.folded(
                    html,
                    "Proposed source of %s (%s)"
                            .formatted(edit.name(), Passage.lines(proposal.code())),
                    proposal.code());
        } else {
            Passage.diff(
                    html,
                    "Proposed change of " + edit.name(),
                    FunctionDiff.ofSources(edit.name(), before, proposal.code()));
        }
        sources.put(edit.name(), proposal.code());
    }

    /** The sources of the set that the epoch's edits began with. */
    private Map<String, String> sourcesBefore(int epoch) {
        List<Version> before =
                run.versions().stream().filter(version -> epochOf(version) < epoch).toList();
        FunctionSet functions =
                before.isEmpty() ? FunctionSet.empty() : before.getLast().functions();
        Map<String, String> sources = new HashMap<>();
        for (FunctionDefinition function : functions.functions()) {
            sources.put(function.name(), function.source());
        }
        return sources;
    }

    private static int epochOf(Version version) {
        String epoch = version.provenance().getOrDefault("epoch", "");
        return epoch.matches("\\d{1,9}") ? Integer.parseInt(epoch) : Integer.MAX_VALUE;
    }
}
