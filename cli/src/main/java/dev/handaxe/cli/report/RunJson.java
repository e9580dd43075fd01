package dev.handaxe.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.report.Conversation;
import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.Measured;
import dev.handaxe.optimizer.report.ReportedEpoch;
import dev.handaxe.optimizer.report.ReportedEpoch.Edit;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.optimizer.report.SplitScores;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.List;
import java.util.Map;

/**
 * A run's report as JSON, for programs and for the dashboard: what {@link ReportPage} shows. Texts
 * are those of models and guests; who shows them escapes them. Thread-safe.
 */
public final class RunJson {
    private RunJson() {}

    /** In a few lines: where it stands and what it scored. */
    public static ObjectNode brief(RunReport run) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Map<String, String> settings = run.about().settings();
        node.put("run", run.about().name());
        node.put("state", run.outcome().stopped().isPresent() ? "ended" : "open");
        run.outcome().stopped().ifPresent(why -> node.put("stopped", why));
        run.outcome().lastWritten().ifPresent(at -> node.put("last_written", at));
        node.put("dataset", settings.getOrDefault("dataset", ""));
        node.put("epochs", run.epochs().size());
        node.put("functions", run.versions().isEmpty() ? 0 : last(run).functions().size());
        ObjectNode scores = node.putObject("scores");
        for (String split : CurvePoint.SPLITS) {
            ObjectNode both = scores.putObject(split);
            run.scores(run.firstSet(), split).ifPresent(s -> both.put("first", s.mean()));
            run.scores(run.finalSet(), split).ifPresent(s -> both.put("last", s.mean()));
        }
        node.set("usage", object(run.outcome().usage()));
        node.set("budget", budget(run));
        return node;
    }

    private static Version last(RunReport run) {
        return run.versions().getLast();
    }

    /** What it may use at most; a key that is absent has no bound. */
    private static ObjectNode budget(RunReport run) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (Map<String, String> said : List.of(run.about().settings(), run.about().options())) {
            said.forEach(
                    (name, value) -> {
                        if (name.startsWith("budget")) {
                            node.put(name, value);
                        }
                    });
        }
        return node;
    }

    /** All of it but the conversations. */
    public static ObjectNode whole(RunReport run) {
        ObjectNode node = brief(run);
        node.set("settings", object(new Facts(run.about().settings())));
        node.set("options", object(new Facts(run.about().options())));
        ObjectNode tasks = node.putObject("tasks");
        run.about()
                .tasks()
                .ifPresent(
                        ids -> {
                            tasks.put("train", ids.train().size());
                            tasks.put("validation", ids.validation().size());
                            tasks.put("test", ids.test().size());
                        });
        ArrayNode notes = node.putArray("notes");
        run.outcome().notes().forEach(notes::add);
        SetNames names = SetNames.of(run);
        ObjectNode sets = node.putObject("sets");
        names.hashes().forEach(hash -> sets.put(hash, names.of(hash)));
        ArrayNode curve = node.putArray("curve");
        CurvePoint.of(run).forEach(point -> curve.add(point(run, point)));
        ArrayNode epochs = node.putArray("epoch_list");
        run.epochs().forEach(epoch -> epochs.add(epoch(epoch)));
        ArrayNode versions = node.putArray("versions");
        run.versions().forEach(version -> versions.add(version(run, version)));
        ObjectNode lineage = node.putObject("lineage");
        new FunctionLineage(run)
                .steps()
                .forEach(
                        (name, steps) -> {
                            ArrayNode list = lineage.putArray(name);
                            steps.forEach(step -> list.add(step(step)));
                        });
        node.set("measured", measured(run.outcome().measured()));
        node.put("conversations", run.conversations().size());
        return node;
    }

    private static ObjectNode point(RunReport run, CurvePoint point) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("epoch", point.epoch()).put("fate", point.fate()).put("set", point.set());
        node.put("kept", point.kept());
        for (String split : CurvePoint.SPLITS) {
            point.scores(run, split).ifPresent(scores -> node.set(split, scores(scores)));
        }
        return node;
    }

    private static ObjectNode scores(SplitScores scores) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("mean", scores.mean());
        node.put("low", scores.interval().low());
        node.put("high", scores.interval().high());
        return node.put("tasks", scores.tasks());
    }

    private static ObjectNode epoch(ReportedEpoch epoch) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("epoch", epoch.number()).put("set", epoch.set());
        node.put("verdict", SetNames.word(epoch));
        node.set("decision", object(epoch.decision().facts()));
        node.put("refused", epoch.refused());
        ArrayNode edits = node.putArray("edits");
        for (Edit edit : epoch.edits()) {
            ObjectNode one = edits.addObject();
            one.put("action", edit.action()).put("name", edit.name());
            ArrayNode replaced = one.putArray("replaced");
            edit.replaced().forEach(replaced::add);
            edit.proposal().ifPresent(proposal -> one.put("code", proposal.code()));
            one.set("facts", object(edit.facts()));
        }
        return node;
    }

    private static ObjectNode version(RunReport run, Version version) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", version.number()).put("set", version.functions().hash());
        ArrayNode parents = node.putArray("parents");
        run.parents(version).forEach(parents::add);
        node.set("provenance", object(new Facts(version.provenance())));
        ArrayNode functions = node.putArray("functions");
        version.functions().functions().forEach(function -> functions.add(function.name()));
        return node;
    }

    private static ObjectNode step(FunctionLineage.Step step) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", step.version().number()).put("words", step.words());
        step.version()
                .functions()
                .find(step.name())
                .ifPresent(function -> node.put("source", function.source()));
        ArrayNode diff = node.putArray("diff");
        step.diff().forEach(diff::add);
        return node;
    }

    private static ObjectNode measured(Measured measured) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        measured.tested().conclusion().ifPresent(text -> node.put("conclusion", text));
        node.set("headroom", object(measured.headroom()));
        node.set("test", object(measured.tested().comparison()));
        addAll(node.putArray("controls"), measured.tested().controls());
        addAll(node.putArray("credit"), measured.credit().functions());
        return node;
    }

    private static void addAll(ArrayNode list, List<Facts> facts) {
        facts.forEach(one -> list.add(object(one)));
    }

    /** A conversation in a list. */
    public static ObjectNode brief(int index, Conversation one) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("index", index).put("task", one.id().task()).put("split", one.id().split());
        node.put("set", one.id().set()).put("repeat", one.id().repeat());
        node.put("score", one.score()).put("solved", one.solved()).put("reason", one.reason());
        node.put("tokens", one.id().tokens()).put("calls_made", one.calls().size());
        return node;
    }

    /** A conversation with its messages, and its calls with their traces. */
    public static ObjectNode whole(int index, Conversation one) {
        ObjectNode node = brief(index, one);
        one.symptom().ifPresent(symptom -> node.put("symptom", symptom.kind()));
        ArrayNode messages = node.putArray("messages");
        for (Conversation.Said said : one.messages()) {
            ObjectNode message = messages.addObject();
            message.put("role", said.role()).put("text", said.text());
            if (!said.tool().isEmpty()) {
                message.put("tool", said.tool());
            }
            ArrayNode asks = message.putArray("asks");
            said.asks()
                    .forEach(
                            ask ->
                                    asks.addObject()
                                            .put("name", ask.name())
                                            .put("arguments", ask.arguments()));
        }
        ArrayNode calls = node.putArray("calls");
        for (Conversation.Call call : one.calls()) {
            ObjectNode made = calls.addObject();
            made.put("name", call.name()).put("arguments", call.arguments());
            made.put("outcome", call.kind()).put("reply", call.reply());
            call.trace().ifPresent(trace -> made.put("trace", trace));
        }
        return node;
    }

    private static ObjectNode object(Facts facts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        facts.values().forEach(node::put);
        return node;
    }
}
