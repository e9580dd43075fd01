package dev.handaxe.cli.report;

import dev.handaxe.optimizer.evidence.FailureCluster;
import dev.handaxe.optimizer.report.Conversation;
import dev.handaxe.optimizer.report.RunReport;
import java.util.List;

/** Every conversation: a list that the page's script fills, and the data that it fills it from. */
final class ConversationsSection {
    private ConversationsSection() {}

    static void write(Html html, RunReport run, SetNames sets, List<FailureCluster> clusters) {
        html.open("section", "id", "conversations", "aria-labelledby", "conversations-title");
        html.element("h2", "Conversations", "id", "conversations-title");
        html.open("noscript");
        html.element(
                "p",
                "Conversations are shown by a script that is part of this page. Everything above"
                        + " reads without it.",
                "class",
                "notice");
        html.close("noscript");
        html.open("form", "id", "filter", "hidden", "", "aria-label", "Filter conversations");
        choice(html, "filter-set", "Set", sets.hashes().stream().map(sets::of).toList());
        List<String> splits =
                run.conversations().stream()
                        .map(Conversation::id)
                        .map(Conversation.Id::split)
                        .distinct()
                        .toList();
        choice(html, "filter-split", "Split", splits);
        result(html, clusters);
        html.open("div");
        html.element("label", "Task contains", "for", "filter-task");
        html.single("input", "id", "filter-task", "type", "search", "autocomplete", "off");
        html.close("div");
        html.close("form");
        html.element("p", "", "id", "count", "role", "status");
        html.open("ol", "id", "list");
        html.close("ol");
        html.element("button", "Show more", "id", "more", "type", "button", "hidden", "");
        html.close("section");
        var data = new ConversationData(run, sets, clusters);
        script(html, "data-list", data.list());
        script(html, "data-bodies", data.bodies());
    }

    private static void choice(Html html, String id, String label, List<String> values) {
        html.open("div");
        html.element("label", label, "for", id);
        html.open("select", "id", id);
        html.element("option", "all", "value", "");
        for (int i = 0; i < values.size(); i++) {
            html.element(
                    "option",
                    values.get(i),
                    "value",
                    id.equals("filter-set") ? Integer.toString(i) : values.get(i));
        }
        html.close("select");
        html.close("div");
    }

    private static void result(Html html, List<FailureCluster> clusters) {
        html.open("div");
        html.element("label", "Result", "for", "filter-result");
        html.open("select", "id", "filter-result");
        html.element("option", "all", "value", "");
        html.element("option", "solved", "value", "solved");
        html.element("option", "failed", "value", "failed");
        for (int i = 0; i < clusters.size(); i++) {
            html.element(
                    "option",
                    "failed: " + FailuresSection.title(clusters.get(i)),
                    "value",
                    "cause-" + i);
        }
        html.close("select");
        html.close("div");
    }

    private static void script(Html html, String id, String json) {
        html.open("script", "id", id, "type", "application/json");
        html.trusted(json);
        html.close("script");
    }
}
