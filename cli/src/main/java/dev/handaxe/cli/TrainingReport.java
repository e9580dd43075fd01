package dev.handaxe.cli;

import dev.handaxe.optimizer.Spending;
import dev.handaxe.optimizer.TrainingResult;
import dev.handaxe.optimizer.findings.Credit;
import dev.handaxe.optimizer.findings.Findings;
import dev.handaxe.optimizer.findings.Folds;
import dev.handaxe.optimizer.findings.FunctionCredit;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.OutcomeFormat;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A training run's result for people: learning curve, functions, scores before and after. */
final class TrainingReport {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private TrainingReport() {}

    static void print(TrainingResult result, PrintStream out) {
        curve(result, out);
        functions(result, out);
        out.println();
        out.println("        train  validation   test");
        out.println("before  " + scores(result.baseline()));
        out.println("after   " + scores(result.best()));
        out.println();
        findings(result.findings(), out);
        spending(result.spending(), out);
        out.println(
                String.format(
                        Locale.ROOT,
                        "%.1f s; ended by: %s",
                        result.ending().seconds(),
                        result.ending().stopped()));
        result.ending().notes().forEach(note -> out.println("note: " + safe(note, 300)));
        out.println("run: " + result.run());
    }

    private static void spending(Spending spent, PrintStream out) {
        out.println(
                "%d model calls (%d of the agent, %d of the optimizer), %d tokens in, %d out%s"
                        .formatted(
                                spent.usage().calls(),
                                spent.agent().calls(),
                                spent.optimizer().calls(),
                                spent.usage().inputTokens(),
                                spent.usage().outputTokens(),
                                spent.money().map(cost -> ", " + cost).orElse("")));
        out.println(
                String.format(
                        Locale.ROOT,
                        "%d calls of guest code, %.1f s of CPU",
                        spent.guest().calls(),
                        spent.guest().cpu().toMillis() / 1000.0));
    }

    private static void findings(Findings findings, PrintStream out) {
        findings.headroom().ifPresent(headroom -> out.println(headroom.text()));
        findings.controls().ifPresent(controls -> ControlsTable.print(findings, controls, out));
        findings.credit().ifPresent(credit -> credit(credit, out));
        findings.folds().ifPresent(folds -> folds(folds, out));
        findings.conclusion().ifPresent(text -> out.println("conclusion: " + text));
        out.println();
    }

    private static void folds(Folds folds, PrintStream out) {
        out.println();
        out.println("fold  tasks  before  after");
        for (Folds.Fold fold : folds.each()) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%4d  %5d   %5.3f  %5.3f",
                            fold.number(),
                            fold.tasks(),
                            fold.before(),
                            fold.after()));
        }
        folds.pooled()
                .ifPresent(
                        pooled ->
                                out.println(
                                        String.format(
                                                Locale.ROOT,
                                                " all  %5d   %5.3f  %5.3f  (%.3f to %.3f)",
                                                pooled.after().tasks(),
                                                pooled.before().score(),
                                                pooled.after().score(),
                                                pooled.after().interval().low(),
                                                pooled.after().interval().high())));
        if (folds.each().size() < folds.count()) {
            out.println("%d folds are not finished".formatted(folds.count() - folds.each().size()));
        }
    }

    private static void credit(Credit credit, PrintStream out) {
        if (!credit.functions().isEmpty()) {
            out.println();
            out.println("credit                          calls  succeeded  tasks  difference");
        }
        for (FunctionCredit function : credit.functions()) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "  %-28s  %5d  %9d  %5d  %s",
                            safe(function.name(), 28),
                            function.use().calls(),
                            function.use().succeeded(),
                            function.use().reachedTasks(),
                            function.leaveOneOut()
                                    .map(
                                            one ->
                                                    String.format(
                                                            Locale.ROOT,
                                                            "%+10.3f",
                                                            one.difference()))
                                    .orElse("         -")));
        }
        credit.pruning()
                .ifPresent(
                        pruning ->
                                out.println(
                                        "%s: %s (%s)"
                                                .formatted(
                                                        pruning.accepted()
                                                                ? "pruned"
                                                                : "not pruned",
                                                        names(pruning),
                                                        safe(pruning.reason(), 200))));
    }

    private static String names(Credit.Pruning pruning) {
        List<String> parts = new ArrayList<>();
        if (!pruning.unused().isEmpty()) {
            parts.add("unused " + String.join(", ", pruning.unused()));
        }
        if (!pruning.harmful().isEmpty()) {
            parts.add("harmful " + String.join(", ", pruning.harmful()));
        }
        return safe(String.join("; ", parts), 500);
    }

    private static void curve(TrainingResult result, PrintStream out) {
        List<Double> train = new ArrayList<>();
        List<Double> validation = new ArrayList<>();
        result.baseline().train().ifPresent(train::add);
        result.baseline().validation().ifPresent(validation::add);
        out.println("epoch  train  validation");
        out.println(
                "    0  %s  %s       the set it began with"
                        .formatted(
                                score(result.baseline().train()),
                                score(result.baseline().validation())));
        for (TrainingResult.Epoch epoch : result.epochs()) {
            epoch.train().ifPresent(train::add);
            epoch.validation().ifPresent(validation::add);
            out.println(
                    "%5d  %s  %s       %s: %s"
                            .formatted(
                                    epoch.epoch(),
                                    score(epoch.train()),
                                    score(epoch.validation()),
                                    epoch.accepted() ? "kept" : "rolled back",
                                    edits(epoch)));
        }
        out.println();
        out.println("train       " + sparkline(train));
        if (!validation.isEmpty()) {
            out.println("validation  " + sparkline(validation));
        }
    }

    private static String edits(TrainingResult.Epoch epoch) {
        return epoch.proposed().isEmpty()
                ? "no edit"
                : epoch.proposed().stream()
                        .map(edit -> edit.words().replaceFirst("_functions? ", " "))
                        .collect(Collectors.joining(", "));
    }

    private static void functions(TrainingResult result, PrintStream out) {
        out.println();
        out.println(result.functions().size() == 0 ? "no functions" : "functions");
        for (FunctionDefinition function : result.functions().functions()) {
            out.println(
                    "  %s(%s)"
                            .formatted(
                                    function.name(),
                                    String.join(", ", function.parameters().names())));
            String first = function.description().lines().findFirst().orElse("");
            if (!first.isEmpty()) {
                out.println("      " + safe(first, 100));
            }
        }
    }

    private static String safe(String text, int maxChars) {
        return OutcomeFormat.printable(text, maxChars);
    }

    private static String scores(TrainingResult.Scores scores) {
        return "%s       %s  %s"
                .formatted(score(scores.train()), score(scores.validation()), score(scores.test()));
    }

    private static String score(Optional<Double> score) {
        return score.map(value -> String.format(Locale.ROOT, "%5.3f", value)).orElse("    -");
    }

    /** One bar per score, from 0 to 1. */
    static String sparkline(List<Double> scores) {
        return scores.stream()
                .map(score -> (int) Math.round(Math.clamp(score, 0.0, 1.0) * (BARS.length() - 1)))
                .map(height -> BARS.substring(height, height + 1))
                .collect(Collectors.joining());
    }
}
