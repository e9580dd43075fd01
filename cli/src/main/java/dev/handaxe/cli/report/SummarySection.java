package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.ReportedEpoch.Verdict;
import dev.handaxe.optimizer.report.RunReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the run came to, what it was set to do, and what it used. */
final class SummarySection {
    private SummarySection() {}

    static void write(Html html, RunReport run) {
        html.open("section", "id", "summary", "aria-labelledby", "summary-title");
        html.element("h2", "Summary", "id", "summary-title");
        if (run.outcome().stopped().isEmpty()) {
            unfinished(html, run);
        }
        verdict(html, run);
        for (String note : run.outcome().notes()) {
            html.element("p", "Note: " + note, "class", "note guest");
        }
        HeadroomPart.write(html, run);
        html.open("div", "class", "columns");
        list(html, "Used", used(run));
        list(html, "Set to", settings(run));
        html.close("div");
        String limits = run.about().options().get("limits");
        if (limits != null) {
            Passage.folded(
                    html,
                    "Limits of every call",
                    limits.replaceAll("[{}]", "").replace(", ", "\n").replace('=', ' '));
        }
        html.close("section");
    }

    private static void unfinished(Html html, RunReport run) {
        long decided =
                run.epochs().stream()
                        .filter(epoch -> epoch.decision().verdict() != Verdict.OPEN)
                        .count();
        html.element(
                "p",
                "This run has not finished: what follows is what is known so far. %s decided, %s%s."
                        .formatted(
                                Numbers.count(decided, "epoch"),
                                Numbers.count(run.conversations().size(), "conversation"),
                                run.outcome()
                                        .lastWritten()
                                        .map(at -> "; last written at " + at)
                                        .orElse("")),
                "class",
                "notice");
    }

    /** The run's own conclusion, from its sealed test; the page's where it has none. */
    private static void verdict(Html html, RunReport run) {
        Optional<String> conclusion = run.outcome().measured().tested().conclusion();
        if (conclusion.isPresent()) {
            html.open("p", "class", "verdict");
            html.element("strong", conclusion.get());
            Gain.of(run)
                    .filter(gain -> gain.split().equals("test"))
                    .ifPresent(gain -> html.text(" " + gain.sentence()));
            html.close("p");
            return;
        }
        html.open("p", "class", "verdict");
        if (run.versions().size() < 2) {
            html.element("strong", "No set was kept but the one the run began with.");
            run.scores(run.firstSet(), "test")
                    .ifPresent(score -> html.text(" Test: " + Numbers.score(score) + "."));
        } else {
            Optional<Gain> gain = Gain.of(run);
            html.element(
                    "strong",
                    gain.map(Gain::headline).orElse("Whether it helped is not known") + ".");
            html.text(
                    " "
                            + gain.map(Gain::sentence)
                                    .orElse(
                                            "No split has the scores of both the set it began with"
                                                    + " and the one it kept."));
        }
        html.close("p");
    }

    private static Map<String, String> used(RunReport run) {
        Map<String, String> used = new LinkedHashMap<>();
        run.outcome()
                .usage()
                .values()
                .forEach(
                        (name, value) ->
                                used.put(
                                        name.equals("calls") ? "model calls" : Numbers.words(name),
                                        Numbers.figure(value)));
        used.put(
                "budget",
                used(run.about().settings(), "budget").isEmpty()
                        ? "none was set"
                        : used(run.about().settings(), "budget"));
        if (used.keySet().stream().noneMatch(name -> name.matches(".*(cost|money).*"))) {
            used.put("money", Numbers.NOT_MEASURED);
        }
        used.put("ended by", run.outcome().stopped().orElse("it has not"));
        used.put("conversations", Numbers.count(run.conversations().size()));
        return used;
    }

    private static String used(Map<String, String> settings, String prefix) {
        return String.join(
                ", ",
                settings.entrySet().stream()
                        .filter(setting -> setting.getKey().startsWith(prefix))
                        .map(
                                setting ->
                                        Numbers.figure(setting.getValue())
                                                + " "
                                                + setting.getKey()
                                                        .substring(prefix.length())
                                                        .replaceAll("[-_]", " ")
                                                        .strip())
                        .toList());
    }

    private static Map<String, String> settings(RunReport run) {
        Map<String, String> settings = new LinkedHashMap<>();
        run.about()
                .tasks()
                .ifPresent(
                        tasks -> {
                            settings.put("training tasks", size(tasks.train()));
                            settings.put("validation tasks", size(tasks.validation()));
                            settings.put("test tasks", size(tasks.test()));
                        });
        run.about().settings().forEach((name, value) -> settings.put(Numbers.words(name), value));
        run.about()
                .options()
                .forEach((name, value) -> settings.putIfAbsent(Numbers.words(name), value));
        settings.remove("limits");
        return settings;
    }

    private static String size(List<String> tasks) {
        return Numbers.count(tasks.size());
    }

    private static void list(Html html, String title, Map<String, String> facts) {
        html.open("div");
        html.element("h3", title);
        html.open("dl");
        facts.forEach(
                (name, value) -> {
                    html.open("div");
                    html.element("dt", name);
                    html.element("dd", value);
                    html.close("div");
                });
        html.close("dl");
        html.close("div");
    }
}
