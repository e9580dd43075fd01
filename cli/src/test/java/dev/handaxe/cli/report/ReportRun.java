package dev.handaxe.cli.report;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Writes folders of runs as a trainer writes them, with whatever content a test wants. */
public final class ReportRun {
    /** What a model or a guest may write to break out of a page. */
    public static final String HOSTILE =
            "</script></pre></code></title><script>window.pwned=1</script><img src=x"
                    + " onerror=window.pwned=2>\" onmouseover=\"window.pwned=3\" '&lt;\u202e\u2028\u0007<!--";

    public static final FunctionSet START = FunctionSet.empty();
    public static final FunctionSet FINAL = FunctionSet.of(List.of(function("return n / 2")));
    public static final FunctionSet LATER = FunctionSet.of(List.of(function("return n // 2")));

    private final Path folder;
    private final List<String> ledger = new ArrayList<>();
    private final List<String> tasks;
    private final Map<Integer, Map<String, String>> provenance = new HashMap<>();
    private String result = "";

    public ReportRun(Path folder, int tasks) {
        this.folder = folder;
        this.tasks = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            this.tasks.add("task-" + i);
        }
        event("ledger", "format", "{\"format\":1}");
    }

    private static FunctionDefinition function(String body) {
        return FunctionDefinition.builder("half", "def half(n):\n    " + body + "\n")
                .description("Halves. " + HOSTILE)
                .build();
    }

    /** All tasks of a split with that set; each fails that the predicate does not name. */
    public ReportRun rollouts(FunctionSet set, String split, IntPredicate solved) {
        for (int i = 0; i < tasks.size(); i++) {
            rollout(set, split, tasks.get(i), solved.test(i) ? 1 : 0, "The answer is " + i + ".");
        }
        return this;
    }

    public ReportRun rollout(
            FunctionSet set, String split, String task, double score, String text) {
        String call =
                "{\"name\":\"half\",\"arguments\":\"{\\\"n\\\": 3}\",\"kind\":\"%s\",\"reply\":%s%s}"
                        .formatted(
                                score >= 1 ? "returned" : "raised",
                                quoted(text),
                                score >= 1
                                        ? ",\"trace\":{\"total\":9,\"calls\":[{\"depth\":0,\"function\":\"half\",\"arguments\":\"n=3\",\"result\":\"1.5\",\"raised\":false},{\"depth\":1,\"function\":%s,\"arguments\":%1$s,\"result\":%1$s,\"raised\":true}]}"
                                                .formatted(quoted(text))
                                        : ",\"failure\":{\"type\":\"KeyError\",\"message\":%s,\"line\":2,\"function\":\"half\",\"source\":\"x\"}"
                                                .formatted(quoted(text)));
        event(
                "rollout",
                "%s %s %s 1".formatted(set.hash(), split, task),
                ("{\"task\":%s,\"score\":%s,\"reason\":%s,\"messages\":["
                                + "{\"role\":\"system\",\"text\":\"You solve tasks.\"},"
                                + "{\"role\":\"user\",\"text\":%s},"
                                + "{\"role\":\"assistant\",\"text\":\"\",\"calls\":[{\"id\":\"1\",\"name\":\"half\",\"arguments\":\"{\\\"n\\\": 3}\"}]},"
                                + "{\"role\":\"tool\",\"text\":%s,\"id\":\"1\",\"name\":\"half\"},"
                                + "{\"role\":\"assistant\",\"text\":%s}],\"calls\":[%s],"
                                + "\"usage\":{\"input_tokens\":1000,\"output_tokens\":10}}")
                        .formatted(
                                quoted(task),
                                score,
                                quoted(text),
                                quoted("Solve " + task + ". " + text),
                                quoted(text),
                                quoted(text),
                                call));
        return this;
    }

    public ReportRun epoch(int number, FunctionSet set, boolean kept, String hypothesis) {
        event(
                "model_call",
                "call-" + number,
                ("{\"label\":\"optimizer epoch %d action 1 try 1 set 00\",\"request\":{},\"response\":{\"text\":%s,"
                                + "\"calls\":[{\"id\":\"1\",\"name\":\"add_function\",\"arguments\":%s}]},\"usage\":{\"input_tokens\":5,\"output_tokens\":5}}")
                        .formatted(
                                number,
                                quoted(hypothesis),
                                quoted(
                                        "{\"name\":\"half\",\"code\":"
                                                + quoted(
                                                        set.functions().isEmpty()
                                                                ? hypothesis
                                                                : set.functions()
                                                                        .getFirst()
                                                                        .source())
                                                + "}")));
        event(
                "edit_applied",
                "epoch %d action 1".formatted(number),
                "{\"action\":\"revise_function\",\"name\":\"half\",\"set\":\"%s\",\"hypothesis\":%s}"
                        .formatted(set.hash(), quoted(hypothesis)));
        event(
                "edit_refused",
                "epoch %d action 2 try 1".formatted(number),
                "{\"reason\":%s}".formatted(quoted(hypothesis)));
        event("epoch_evaluated", "epoch " + number, "{\"set\":\"%s\"}".formatted(set.hash()));
        event(
                kept ? "accepted" : "rolled_back",
                "epoch " + number,
                "{\"epoch\":%d,\"accepted\":%s,\"decision\":{\"p_value\":0.03125}}"
                        .formatted(number, kept));
        return this;
    }

    /**
     * An answer of several edits that was refused once, with reasons, code and names of that text,
     * and the result that a run with controls, credit and folds writes.
     */
    public ReportRun everything(String text) {
        String hypothesis = ",\"hypothesis\":%s,\"expected_effect\":%1$s".formatted(quoted(text));
        String name = quoted(text);
        for (int attempt = 1; attempt <= 2; attempt++) {
            event(
                    "model_call",
                    "transaction-" + attempt,
                    ("{\"label\":\"optimizer epoch 2 action 1 try %d set 00\",\"response\":{\"text\":%s,\"calls\":["
                                    + "{\"name\":\"merge_functions\",\"arguments\":%s},"
                                    + "{\"name\":\"rename_function\",\"arguments\":%s},"
                                    + "{\"name\":\"remove_function\",\"arguments\":%s}]}}")
                            .formatted(
                                    attempt,
                                    name,
                                    quoted(
                                            "{\"name\":%s,\"replaces\":[\"half\",%1$s],\"code\":%1$s,\"description\":%1$s,\"arguments\":%1$s}"
                                                    .formatted(name)),
                                    quoted("{\"name\":\"half\",\"new_name\":\"halve\"}"),
                                    quoted("{\"name\":%s}".formatted(name))));
            if (attempt == 1) {
                event(
                        "edit_refused",
                        "epoch 2 action 1 try 1",
                        "{\"reason\":%s,\"actions\":[{\"action\":\"merge_functions\",\"name\":%1$s%s}]}"
                                .formatted(name, hypothesis));
            }
        }
        edit(1, "merge_functions", name, ",\"replaces\":[\"half\"," + name + "]" + hypothesis);
        edit(2, "rename_function", "\"halve\"", ",\"replaces\":[\"half\"]" + hypothesis);
        edit(3, "remove_function", name, hypothesis);
        event("epoch_evaluated", "epoch 2", "{\"set\":\"bb\"}");
        event(
                "rolled_back",
                "epoch 2",
                ("{\"epoch\":2,\"accepted\":false,\"decision\":{\"accepted\":false,\"reason\":%s,"
                                + "\"won\":1,\"lost\":3,\"p\":0.9375,\"repeats\":2}}")
                        .formatted(name));
        return result(FINDINGS.replace("TEXT", name));
    }

    private void edit(int number, String action, String name, String members) {
        event(
                "edit_applied",
                "epoch 2 action " + number,
                "{\"action\":\"%s\",\"name\":%s,\"set\":\"bb\",\"answer\":\"epoch 2 action 1\"%s}"
                        .formatted(action, name, members));
    }

    private static final String FINDINGS =
            """
            ,"conclusion":TEXT,
            "headroom":{"text":TEXT,"failed":3,"tasks":3,
              "deciding":{"split":TEXT,"tasks":3,"winnable":3,"significance":0.25,"needs_won":2,"out_of_reach":false},
              "test":{"split":"test","tasks":3,"winnable":3,"significance":0.05,"needs_won":6,"out_of_reach":true}},
            "test":{"before":{"score":0.3,"tasks":10,"low":0.108,"high":0.603},
              "after":{"score":0.8,"tasks":10,"low":0.49,"high":0.943},
              "difference":0.5,"won":5,"lost":0,"p":0.0625,"validation_gap":0.125},
            "controls":[
              {"name":"single rewrite","finished":true,"upper_bound":false,"score":0.5,"tasks":10,"low":0.237,"high":0.763,
               "trained":{"difference":0.3,"won":4,"lost":1,"p":0.375},"tokens":4000,"budget_tokens":123456,"attempts":10,"bound":"none"},
              {"name":TEXT,"finished":true,"upper_bound":false,"score":0.4,"tasks":10,"low":0.168,"high":0.687,
               "trained":{"difference":0.4,"won":4,"lost":0,"p":0.125},"tokens":99000,"budget_tokens":123456,"attempts":34,"bound":"budget"},
              {"name":"self-consistency","finished":false,"upper_bound":false},
              {"name":"oracle (upper bound)","finished":true,"upper_bound":true,"score":0.9,"tasks":10,"low":0.596,"high":0.982,
               "trained":{"difference":-0.1,"won":0,"lost":1,"p":1},"tokens":99000,"budget_tokens":123456,"attempts":34,"bound":"cap"}],
            "credit":[
              {"name":"half","calls":12,"succeeded":9,"tasks":6,"reached_tasks":7,"reply_tokens":12345,
               "leave_one_out":{"difference":0.25,"retried_tasks":4,"won":1,"lost":0,"p_harmful":1},"pruned":false},
              {"name":TEXT,"calls":0,"succeeded":0,"tasks":0,"reached_tasks":0,"reply_tokens":0,"pruned":true}],
            "pruning":{"accepted":true,"unused":[TEXT],"harmful":[],"reason":"as good with less code"},
            "folds":{"count":3,"finished":2,"estimates":"the procedure","before":{"score":0.25},
              "after":{"score":0.75,"low":0.409,"high":0.929},"won":4,"lost":0,"p":0.125,
              "each":[{"fold":1,"tasks":4,"before":0.25,"after":0.75,"functions":2,"stopped":TEXT},
                      {"fold":2,"tasks":4,"before":0.25,"after":0.75,"functions":1,"stopped":"patience"}]}""";

    public ReportRun result(String members) {
        result = ",\"result\":{\"stopped\":\"epochs\"" + members + "}";
        return this;
    }

    /** What is said of the i-th kept set, from 0, beside its epoch. */
    ReportRun provenance(int set, String first, String value, String second, String other) {
        provenance.put(set, Map.of(first, value, second, other));
        return this;
    }

    public void event(String name, String key, String data) {
        ledger.add(
                "{\"event\":\"%s\",\"key\":%s,\"at\":\"2026-01-01T00:00:00Z\",\"data\":%s}"
                        .formatted(name, quoted(key), data));
    }

    /** Writes it; the sets are kept in that order. */
    public Path write(FunctionSet... kept) throws IOException {
        FunctionStore store = FunctionStore.open(folder.resolve("functions"));
        for (int i = 0; i < kept.length; i++) {
            Map<String, String> said = new HashMap<>(provenance.getOrDefault(i, Map.of()));
            said.put("epoch", Integer.toString(i));
            store.save(kept[i], said);
        }
        String ids = String.join(",", tasks.stream().map(ReportRun::quoted).toList());
        Files.writeString(
                folder.resolve("run.json"),
                "{\"format\":1,\"settings\":{\"dataset\":%s},\"options\":{\"limits\":\"{CPU_MS=10}\"},\"splits\":{\"train\":[%s],\"validation\":[%s],\"test\":[%s]}%s}"
                        .formatted(quoted(HOSTILE), ids, ids, ids, result));
        Files.write(folder.resolve("ledger.jsonl"), ledger);
        return folder;
    }

    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
