package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Conversation;
import dev.handaxe.optimizer.report.RunReport;
import java.util.List;

/** Failed conversations by cause, before and after, with ways to read them. */
final class FailuresSection {
    private static final int EXAMPLES = 4;

    private FailuresSection() {}

    static void write(Html html, RunReport run, SetNames sets, List<FailureCluster> clusters) {
        html.open("section", "id", "failures", "aria-labelledby", "failures-title");
        html.element("h2", "Failures by cause", "id", "failures-title");
        if (clusters.isEmpty()) {
            html.element("p", "No conversation failed its task.", "class", "absent");
            html.close("section");
            return;
        }
        html.element(
                "p",
                "The cause is the first call that failed and was not made good by a later one.");
        Table table =
                new Table(
                        html,
                        "How many conversations failed by each cause",
                        "Cause",
                        "Start",
                        "Final",
                        "All sets",
                        "Tasks",
                        "Conversations");
        for (int number = 0; number < clusters.size(); number++) {
            FailureCluster cluster = clusters.get(number);
            table.begin();
            html.element("th", cluster.title(), "scope", "row", "class", "cause");
            html.element("td", Numbers.count(cluster.of(run, run.firstSet())));
            html.element("td", Numbers.count(cluster.of(run, run.finalSet())));
            html.element("td", Numbers.count(cluster.members().size()));
            html.element("td", Numbers.count(cluster.tasks(run)));
            html.open("td");
            examples(html, run, sets, cluster);
            html.element(
                    "a",
                    "all " + Numbers.count(cluster.members().size()),
                    "href",
                    "#cause-" + number,
                    "aria-label",
                    "all conversations with " + cluster.title());
            html.close("td");
            table.finish();
        }
        table.end();
        html.close("section");
    }

    private static void examples(Html html, RunReport run, SetNames sets, FailureCluster cluster) {
        for (int place : cluster.members().stream().limit(EXAMPLES).toList()) {
            Conversation one = run.conversations().get(place);
            html.element(
                    "a",
                    one.id().task(),
                    "href",
                    "#c" + place,
                    "title",
                    one.id().split() + ", " + sets.of(one.id().set()));
            html.text(", ");
        }
    }
}
