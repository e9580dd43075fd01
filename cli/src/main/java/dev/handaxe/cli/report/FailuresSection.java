package dev.handaxe.cli.report;

import dev.handaxe.optimizer.evidence.Excerpt;
import dev.handaxe.optimizer.evidence.FailureCluster;
import dev.handaxe.optimizer.report.Conversation;
import dev.handaxe.optimizer.report.RunFailures;
import dev.handaxe.optimizer.report.RunReport;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Failed conversations by cause, as the optimizer is told them, with ways to read them. */
final class FailuresSection {
    private static final int EXAMPLES = 3;
    private static final int TITLE_CHARS = 400;

    private FailuresSection() {}

    static void write(Html html, RunReport run, SetNames sets, RunFailures failures) {
        html.open("section", "id", "failures", "aria-labelledby", "failures-title");
        html.element("h2", "Failures by cause", "id", "failures-title");
        List<FailureCluster> clusters = failures.clusters();
        if (clusters.isEmpty()) {
            html.element("p", "No conversation failed its task.", "class", "absent");
            html.close("section");
            return;
        }
        html.element(
                "p",
                "The causes are those that the optimizer is told of: the first call that failed and"
                        + " was not made good by a later one, or the last that succeeded. It sees"
                        + " training tasks only, of the set that an epoch begins with.");
        Table table =
                new Table(
                        html,
                        "Tasks that failed by each cause",
                        "Cause",
                        "Training, start",
                        "Training, final",
                        "Told in epochs",
                        "Tasks in all",
                        "Conversations");
        for (int number = 0; number < clusters.size(); number++) {
            row(html, table, run, sets, failures, number);
        }
        table.end();
        html.close("section");
    }

    private static void row(
            Html html,
            Table table,
            RunReport run,
            SetNames sets,
            RunFailures failures,
            int number) {
        FailureCluster cluster = failures.clusters().get(number);
        String told =
                failures.toldIn(cluster).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
        table.begin();
        html.element("th", title(cluster), "scope", "row", "class", "cause");
        html.element("td", Numbers.count(failures.tasks(cluster, run.firstSet(), "train")));
        html.element("td", Numbers.count(failures.tasks(cluster, run.finalSet(), "train")));
        html.element("td", told.isEmpty() ? "–" : told);
        html.element("td", Numbers.count(cluster.tasks()));
        html.open("td");
        examples(html, run, sets, cluster);
        html.element(
                "a",
                "all " + Numbers.count(cluster.members().size()),
                "href",
                "#cause-" + number,
                "aria-label",
                "all conversations with " + title(cluster));
        html.close("td");
        table.finish();
    }

    /** The cause in one bounded line, in the words of the optimizer's prompt. */
    static String title(FailureCluster cluster) {
        return Excerpt.oneLine(cluster.cause().title(), TITLE_CHARS);
    }

    /** The one that shows it most plainly comes first. */
    private static void examples(Html html, RunReport run, SetNames sets, FailureCluster cluster) {
        Set<Integer> places = new LinkedHashSet<>();
        places.add(cluster.exemplar());
        places.addAll(cluster.members());
        for (int place : places.stream().limit(EXAMPLES).toList()) {
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
