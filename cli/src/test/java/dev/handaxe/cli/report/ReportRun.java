package dev.handaxe.cli.report;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Writes folders of runs as a trainer writes them, with whatever content a test wants. */
final class ReportRun {
    /** What a model or a guest may write to break out of a page. */
    static final String HOSTILE =
            "</script></pre></code></title><script>window.pwned=1</script><img src=x"
                    + " onerror=window.pwned=2>\" onmouseover=\"window.pwned=3\" '&lt;\u202e\u2028\u0007<!--";

    static final FunctionSet START = FunctionSet.empty();
    static final FunctionSet FINAL = FunctionSet.of(List.of(function("return n / 2")));
    static final FunctionSet LATER = FunctionSet.of(List.of(function("return n // 2")));

    private final Path folder;
    private final List<String> ledger = new ArrayList<>();
    private final List<String> tasks;
    private String result = "";

    ReportRun(Path folder, int tasks) {
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
    ReportRun rollouts(FunctionSet set, String split, IntPredicate solved) {
        for (int i = 0; i < tasks.size(); i++) {
            rollout(set, split, tasks.get(i), solved.test(i) ? 1 : 0, "The answer is " + i + ".");
        }
        return this;
    }

    ReportRun rollout(FunctionSet set, String split, String task, double score, String text) {
        String call =
                "{\"name\":\"half\",\"arguments\":\"{}\",\"kind\":\"%s\",\"reply\":%s%s}"
                        .formatted(
                                score >= 1 ? "returned" : "raised",
                                quoted(text),
                                score >= 1
                                        ? ",\"trace\":" + quoted("half(n=3) returned 1.5 " + text)
                                        : ",\"failure\":{\"type\":\"KeyError\",\"message\":%s,\"line\":2,\"function\":\"half\",\"source\":\"x\"}"
                                                .formatted(quoted(text)));
        event(
                "rollout",
                "%s %s %s 1".formatted(set.hash(), split, task),
                ("{\"task\":%s,\"score\":%s,\"reason\":%s,\"messages\":["
                                + "{\"role\":\"system\",\"text\":\"You solve tasks.\"},"
                                + "{\"role\":\"user\",\"text\":%s},"
                                + "{\"role\":\"assistant\",\"text\":\"\",\"calls\":[{\"id\":\"1\",\"name\":\"half\",\"arguments\":\"{}\"}]},"
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

    ReportRun epoch(int number, FunctionSet set, boolean kept, String hypothesis) {
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

    ReportRun result(String members) {
        result = ",\"result\":{\"stopped\":\"epochs\"" + members + "}";
        return this;
    }

    void event(String name, String key, String data) {
        ledger.add(
                "{\"event\":\"%s\",\"key\":%s,\"at\":\"2026-01-01T00:00:00Z\",\"data\":%s}"
                        .formatted(name, quoted(key), data));
    }

    /** Writes it; the sets are kept in that order. */
    Path write(FunctionSet... kept) throws IOException {
        FunctionStore store = FunctionStore.open(folder.resolve("functions"));
        for (int i = 0; i < kept.length; i++) {
            store.save(kept[i], Map.of("epoch", Integer.toString(i)));
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
