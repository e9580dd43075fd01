package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Conversation;
import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.FunctionDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What each function of the final set is worth, as far as it was measured. */
final class CreditSection {
    private CreditSection() {}

    /** A function's use in the final set's conversations. */
    private record Use(long calls, long returned, long tasks, long solved) {
        static Use of(String function, List<Conversation> conversations) {
            long calls = 0;
            long returned = 0;
            Set<String> tasks = new HashSet<>();
            Set<String> solved = new HashSet<>();
            for (Conversation one : conversations) {
                for (Conversation.Call call : one.calls()) {
                    if (call.name().equals(function)) {
                        calls++;
                        returned += call.returned() ? 1 : 0;
                        tasks.add(one.id().task());
                        if (one.solved()) {
                            solved.add(one.id().task());
                        }
                    }
                }
            }
            return new Use(calls, returned, tasks.size(), solved.size());
        }
    }

    static void write(Html html, RunReport run) {
        html.open("section", "id", "credit", "aria-labelledby", "credit-title");
        html.element("h2", "Credit", "id", "credit-title");
        List<FunctionDefinition> functions =
                run.versions().isEmpty()
                        ? List.of()
                        : run.versions().getLast().functions().functions();
        if (functions.isEmpty()) {
            html.element("p", "The set that was kept has no functions.", "class", "absent");
        } else {
            uses(html, run, functions);
        }
        List<Facts> credit = run.outcome().measured().credit();
        if (credit.isEmpty()) {
            html.element(
                    "p",
                    "Leave-one-out difference and cost of each function: "
                            + Numbers.NOT_MEASURED
                            + ". A function that is called often need not be the one that helps.",
                    "class",
                    "absent");
        } else {
            FactsTable.write(html, "Credit as the run measured it", "Function", credit);
        }
        html.close("section");
    }

    private static void uses(Html html, RunReport run, List<FunctionDefinition> functions) {
        List<Conversation> conversations =
                run.conversations().stream()
                        .filter(one -> one.id().set().equals(run.finalSet()))
                        .toList();
        Table table =
                new Table(
                        html,
                        "Use in the conversations of the final set",
                        "Function",
                        "Calls",
                        "Gave a value",
                        "Tasks touched",
                        "Of these solved");
        for (FunctionDefinition function : functions) {
            Use use = Use.of(function.name(), conversations);
            table.row(
                    function.name(),
                    Numbers.count(use.calls()),
                    share(use.returned(), use.calls()),
                    Numbers.count(use.tasks()),
                    share(use.solved(), use.tasks()));
        }
        table.end();
    }

    private static String share(long part, long whole) {
        return whole == 0
                ? "–"
                : "%s (%s)".formatted(Numbers.count(part), Numbers.percent((double) part / whole));
    }
}
