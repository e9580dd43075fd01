package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Conversation;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.FunctionDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How the functions of the last set were used, counted from its conversations. */
final class UsesTable {
    private UsesTable() {}

    /** A function's use. */
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
                        returned += call.failed() ? 0 : 1;
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
        List<FunctionDefinition> functions =
                run.versions().isEmpty()
                        ? List.of()
                        : run.versions().getLast().functions().functions();
        if (functions.isEmpty()) {
            html.element("p", "The set that was kept has no functions.", "class", "absent");
            return;
        }
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
                    Numbers.share(use.returned(), use.calls()),
                    Numbers.count(use.tasks()),
                    Numbers.share(use.solved(), use.tasks()));
        }
        table.end();
    }
}
