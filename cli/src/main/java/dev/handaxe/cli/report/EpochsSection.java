package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.ReportedEpoch;
import dev.handaxe.optimizer.report.ReportedEpoch.Decision;
import dev.handaxe.optimizer.report.ReportedEpoch.Verdict;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.optimizer.report.SplitScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What every epoch tried, why, and what was decided. Confined to one thread. */
final class EpochsSection {
    /** So many are shown unfolded. */
    private static final int OPEN = 2;

    private final Html html;
    private final RunReport run;
    private final SetNames sets;

    EpochsSection(Html html, RunReport run, SetNames sets) {
        this.html = html;
        this.run = run;
        this.sets = sets;
    }

    void write() {
        html.open("section", "id", "epochs", "aria-labelledby", "epochs-title");
        html.element("h2", "Epochs", "id", "epochs-title");
        if (run.epochs().isEmpty()) {
            html.element("p", "No epoch has begun.", "class", "absent");
        } else {
            html.element(
                    "p",
                    "The edits of one answer are admitted together or refused together. The set"
                            + " they lead to takes the place of the one it came from, or is"
                            + " rolled back.");
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
                        "Came from",
                        "Edits",
                        "Decision",
                        "p",
                        "Train",
                        "Validation");
        for (ReportedEpoch epoch : run.epochs()) {
            table.row(
                    Integer.toString(epoch.number()),
                    origin(epoch),
                    epoch.edits().isEmpty()
                            ? "no edit"
                            : epoch.edits().stream()
                                    .map(EpochEdits::title)
                                    .collect(Collectors.joining(", ")),
                    SetNames.word(epoch),
                    p(epoch.decision().facts()),
                    mean(epoch, "train"),
                    mean(epoch, "validation"));
        }
        table.end();
    }

    private String origin(ReportedEpoch epoch) {
        return epoch.parents().isEmpty()
                ? "–"
                : epoch.parents().stream().map(sets::of).collect(Collectors.joining(" and "));
    }

    private static String p(Facts decision) {
        OptionalDouble p = decision.number("p");
        return p.isPresent() ? Numbers.p(p.getAsDouble()).replace("p = ", "") : "–";
    }

    private String mean(ReportedEpoch epoch, String split) {
        Optional<SplitScores> scores =
                epoch.set().isEmpty() ? Optional.empty() : run.scores(epoch.set(), split);
        return scores.map(score -> Numbers.percent(score.mean())).orElse("–");
    }

    private void epoch(ReportedEpoch epoch) {
        boolean open = run.epochs().size() <= OPEN;
        html.open("details", open ? new String[] {"class", "epoch", "open", ""} : FOLDED);
        html.open("summary");
        html.element("strong", "Epoch " + epoch.number());
        html.text(
                ": %s, %s "
                        .formatted(
                                Numbers.count(epoch.edits().size(), "edit"),
                                Numbers.count(epoch.refused(), "refused answer")));
        html.element(
                "span",
                SetNames.word(epoch),
                "class",
                epoch.decision().verdict() == Verdict.KEPT ? "badge good" : "badge");
        html.close("summary");
        decision(epoch.decision());
        new EpochEdits(html, run, epoch).write();
        html.close("details");
    }

    private static final String[] FOLDED = {"class", "epoch"};

    private void decision(Decision decision) {
        Facts facts = decision.facts().without("accepted", "reason", "won", "lost", "p", "repeats");
        List<String> sentences = new ArrayList<>();
        decision.facts().text("reason").ifPresent(reason -> sentences.add(reason + "."));
        sentences.addAll(figures(decision.facts(), decision.facts().text("reason").orElse("")));
        if (sentences.isEmpty() && facts.isEmpty()) {
            html.element(
                    "p",
                    decision.verdict() == Verdict.OPEN
                            ? "The run stopped before anything was decided."
                            : "p-value and reason: " + Numbers.NOT_MEASURED + ".",
                    "class",
                    "absent");
            return;
        }
        html.open("p", "class", "guest");
        html.element("strong", "Decision: " + word(decision.verdict()) + ". ");
        html.text(String.join(" ", sentences));
        html.close("p");
        FactsList.write(html, "Decision", facts);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case KEPT -> "kept";
            case ROLLED_BACK -> "rolled back";
            case OPEN -> "not decided";
        };
    }

    /** What the reason does not say already. */
    private static List<String> figures(Facts facts, String reason) {
        List<String> figures = new ArrayList<>();
        if (facts.text("won").isPresent() && !reason.contains(" won")) {
            figures.add(
                    "Of the deciding tasks %s won and %s lost."
                            .formatted(
                                    facts.text("won").orElse("?"), facts.text("lost").orElse("?")));
        }
        OptionalDouble p = facts.number("p");
        if (p.isPresent() && !reason.contains("p = ") && !reason.contains("p < ")) {
            figures.add("One-sided " + Numbers.p(p.getAsDouble()) + " of such a gain by chance.");
        }
        facts.number("repeats")
                .ifPresent(
                        repeats ->
                                figures.add(
                                        Numbers.count(Math.round(repeats), "rollout")
                                                + " of each deciding task."));
        return figures;
    }
}
