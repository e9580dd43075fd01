package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.findings.ControlArm;
import dev.handaxe.optimizer.findings.Controls;
import dev.handaxe.optimizer.findings.Credit;
import dev.handaxe.optimizer.findings.Findings;
import dev.handaxe.optimizer.findings.Folds;
import dev.handaxe.optimizer.findings.FunctionCredit;
import dev.handaxe.optimizer.findings.Headroom;
import dev.handaxe.optimizer.findings.Headroom.Bar;
import dev.handaxe.optimizer.findings.TestComparison;
import dev.handaxe.optimizer.findings.TestComparison.Share;
import dev.handaxe.optimizer.statistics.Interval;
import java.util.Locale;

/** Findings in the result's JSON: docs/training.md, section The result's JSON. */
final class FindingsJson {
    private FindingsJson() {}

    /** Puts what is known. */
    static void put(Findings findings, ObjectNode result) {
        findings.headroom().ifPresent(found -> result.set("headroom", node(found)));
        findings.test().ifPresent(found -> result.set("test", node(found)));
        findings.controls().ifPresent(found -> result.set("controls", node(found)));
        findings.credit().ifPresent(found -> put(found, result));
        findings.folds().ifPresent(found -> result.set("folds", node(found)));
        findings.conclusion().ifPresent(text -> result.put("conclusion", text));
    }

    static ObjectNode node(Headroom headroom) {
        ObjectNode node =
                Json.object().put("failed", headroom.failed()).put("tasks", headroom.tasks());
        if (headroom.tasks() > 0) {
            Interval share = Interval.wilson(headroom.failed(), headroom.tasks());
            node.put("low", share.low()).put("high", share.high());
        }
        headroom.secondTry()
                .ifPresent(
                        again ->
                                node.putObject("second_try")
                                        .put("tried", again.tried())
                                        .put("solved", again.solved()));
        headroom.deciding().ifPresent(bar -> node.set("deciding", node(bar)));
        headroom.test().ifPresent(bar -> node.set("test", node(bar)));
        return node.put("text", headroom.text());
    }

    private static ObjectNode node(Bar bar) {
        return Json.object()
                .put("split", bar.split())
                .put("tasks", bar.tasks())
                .put("winnable", bar.winnable())
                .put("significance", bar.significance())
                .put("needs_won", bar.wins())
                .put("out_of_reach", bar.isOutOfReach());
    }

    private static ObjectNode node(Share share) {
        return Json.object()
                .put("score", share.score())
                .put("tasks", share.tasks())
                .put("low", share.interval().low())
                .put("high", share.interval().high());
    }

    private static ObjectNode node(TestComparison test) {
        ObjectNode node = Json.object();
        node.set("before", node(test.before()));
        node.set("after", node(test.after()));
        node.put("difference", test.difference())
                .put("won", test.won())
                .put("lost", test.lost())
                .put("p", test.pValue());
        node.put("validation_gap", test.validationGap().orElse(null));
        return node;
    }

    static ArrayNode node(Controls controls) {
        ArrayNode rows = Json.object().arrayNode();
        controls.arms().forEach(arm -> rows.add(node(arm, controls.budgetTokens())));
        return rows;
    }

    private static ObjectNode node(ControlArm arm, long budgetTokens) {
        ObjectNode node =
                Json.object().put("name", arm.name()).put("finished", arm.outcome().isPresent());
        node.put("upper_bound", arm.name().equals(Controls.ORACLE));
        arm.outcome()
                .ifPresent(
                        known -> {
                            node.setAll(node(known.share()));
                            node.putObject("trained")
                                    .put("difference", known.trained().difference())
                                    .put("won", known.trained().won())
                                    .put("lost", known.trained().lost())
                                    .put("p", known.trained().pValue());
                            node.put("tokens", known.spent().tokens())
                                    .put("budget_tokens", budgetTokens)
                                    .put("attempts", known.spent().attempts())
                                    .put(
                                            "bound",
                                            known.spent().bound().name().toLowerCase(Locale.ROOT));
                        });
        return node;
    }

    private static void put(Credit credit, ObjectNode result) {
        ArrayNode rows = result.putArray("credit");
        for (FunctionCredit function : credit.functions()) {
            ObjectNode row = node(function);
            credit.pruning()
                    .ifPresent(
                            done ->
                                    row.put(
                                            "pruned",
                                            done.accepted()
                                                    && done.functions().contains(function.name())));
            rows.add(row);
        }
        credit.pruning().ifPresent(done -> result.set("pruning", node(done)));
    }

    private static ObjectNode node(FunctionCredit function) {
        ObjectNode node =
                Json.object()
                        .put("name", function.name())
                        .put("calls", function.use().calls())
                        .put("succeeded", function.use().succeeded())
                        .put("tasks", function.use().tasks())
                        .put("reached_tasks", function.use().reachedTasks())
                        .put("reply_tokens", function.use().replyTokens());
        function.leaveOneOut()
                .ifPresent(
                        without ->
                                node.putObject("leave_one_out")
                                        .put("difference", without.difference())
                                        .put("retried_tasks", without.retried())
                                        .put("won", without.won())
                                        .put("lost", without.lost())
                                        .put("p_harmful", without.pHarmful()));
        return node;
    }

    static ObjectNode node(Credit.Pruning pruning) {
        ObjectNode node = Json.object().put("accepted", pruning.accepted());
        pruning.unused().forEach(node.putArray("unused")::add);
        pruning.harmful().forEach(node.putArray("harmful")::add);
        return node.put("reason", pruning.reason());
    }

    static ObjectNode node(Folds folds) {
        ObjectNode node =
                Json.object()
                        .put("count", folds.count())
                        .put("finished", folds.each().size())
                        .put("estimates", "the procedure");
        folds.pooled().ifPresent(compared -> node.setAll(node(compared)));
        ArrayNode rows = node.putArray("each");
        folds.each()
                .forEach(
                        fold ->
                                rows.addObject()
                                        .put("fold", fold.number())
                                        .put("tasks", fold.tasks())
                                        .put("before", fold.before())
                                        .put("after", fold.after())
                                        .put("functions", fold.functions())
                                        .put("stopped", fold.stopped()));
        return node;
    }
}
