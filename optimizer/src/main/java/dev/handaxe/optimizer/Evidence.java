package dev.handaxe.optimizer;

import dev.handaxe.optimizer.FunctionCall.Failure;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Training rollouts as the optimizer is shown them, bounded: the errors of functions, alike ones
 * together, then the conversations, failed tasks first. What models and guest code wrote is quoted,
 * so that it cannot pass for a heading of ours.
 *
 * <p>Thread-safe.
 */
final class Evidence {
    private static final int TOTAL_CHARS = 30_000;
    private static final int FAILED_CHARS = 4_000;
    private static final int SOLVED_CHARS = 1_500;
    private static final int QUESTION_CHARS = 2_000;
    private static final int SAID_CHARS = 1_200;
    private static final int CALL_CHARS = 800;
    private static final int REPLY_CHARS = 700;
    private static final int SHOWN_ERRORS = 20;

    private final List<Rollout> rollouts;

    Evidence(List<Rollout> rollouts) {
        this.rollouts = List.copyOf(rollouts);
    }

    String text() {
        return errors() + "\n\n" + conversations();
    }

    /** How often a function of set A was called, and what became of it. */
    static String use(String function, List<Rollout> rollouts) {
        long calls = 0;
        long failed = 0;
        long tasks = 0;
        long solved = 0;
        for (Rollout rollout : rollouts) {
            List<FunctionCall> made =
                    rollout.calls().stream().filter(c -> c.name().equals(function)).toList();
            calls += made.size();
            failed += made.stream().filter(FunctionCall::failed).count();
            tasks += made.isEmpty() ? 0 : 1;
            solved += !made.isEmpty() && rollout.solved() ? 1 : 0;
        }
        return calls == 0
                ? "It was never called in the conversations."
                : "It was called %d times, %d of them failed, in %d conversations, %d of them solved."
                        .formatted(calls, failed, tasks, solved);
    }

    private String errors() {
        Map<String, List<FunctionCall>> alike = new LinkedHashMap<>();
        for (Rollout rollout : rollouts) {
            for (FunctionCall call : rollout.calls()) {
                call.failure()
                        .ifPresent(
                                at ->
                                        alike.computeIfAbsent(
                                                        cluster(call, at), _ -> new ArrayList<>())
                                                .add(call));
            }
        }
        String heading = "# Errors of functions in the conversations\n\n";
        if (alike.isEmpty()) {
            return heading + "None.";
        }
        // sorting is stable: among equally frequent errors the first that occurred is the first
        return heading
                + alike.values().stream()
                        .sorted(Comparator.comparingInt(calls -> -calls.size()))
                        .limit(SHOWN_ERRORS)
                        .map(Evidence::error)
                        .collect(Collectors.joining("\n"))
                + (alike.size() > SHOWN_ERRORS
                        ? "\n(" + (alike.size() - SHOWN_ERRORS) + " more kinds are left out.)"
                        : "");
    }

    private static String cluster(FunctionCall call, Failure at) {
        return String.join("\n", call.name(), at.type(), at.line() + "", at.source());
    }

    private static String error(List<FunctionCall> calls) {
        FunctionCall first = calls.getFirst();
        Failure at = first.failure().orElseThrow();
        String place =
                at.line() == 0
                        ? ""
                        : ", line %d: `%s`".formatted(at.line(), oneLine(at.source(), 200));
        return "- %s: %s: %s%s (%d times, for example with %s)"
                .formatted(
                        oneLine(first.name(), 80),
                        oneLine(at.type(), 80),
                        oneLine(at.message(), 300),
                        place,
                        calls.size(),
                        oneLine(first.arguments(), 300));
    }

    private String conversations() {
        // sorting is stable: within failed and solved the order of the tasks is kept
        List<Integer> order =
                IntStream.range(0, rollouts.size())
                        .boxed()
                        .sorted(Comparator.comparing(i -> rollouts.get(i).solved()))
                        .toList();
        StringBuilder out = new StringBuilder();
        int shown = 0;
        for (int index : order) {
            String text = conversation(rollouts.get(index), index + 1);
            if (out.length() + text.length() > TOTAL_CHARS) {
                break;
            }
            out.append("\n\n").append(text);
            shown++;
        }
        String heading =
                "# Conversations with set A, failed tasks first (1 is solved, 0 is failed)";
        String left =
                shown < order.size()
                        ? "\n\n(%d more conversations are left out.)"
                                .formatted(order.size() - shown)
                        : "";
        return heading + out + left;
    }

    private static String conversation(Rollout rollout, int number) {
        List<String> lines = new ArrayList<>();
        List<Message> messages = rollout.messages();
        for (Message message : messages) {
            switch (message) {
                case Message.Instructions _ -> {}
                case Message.User said ->
                        lines.add("task: " + OutcomeFormat.printable(said.text(), QUESTION_CHARS));
                case Message.Assistant said -> {
                    if (!said.text().isBlank()) {
                        lines.add("agent: " + shortened(said.text().strip(), SAID_CHARS));
                    }
                    for (ToolCall call : said.calls()) {
                        lines.add(
                                "agent calls %s with %s"
                                        .formatted(
                                                oneLine(call.name(), 80),
                                                shortened(call.arguments(), CALL_CHARS)));
                    }
                }
                case Message.ToolResult result ->
                        lines.add(
                                "%s gives: %s"
                                        .formatted(
                                                oneLine(result.name(), 80),
                                                shortened(result.text(), REPLY_CHARS)));
            }
        }
        String body =
                shortened(String.join("\n", lines), rollout.solved() ? SOLVED_CHARS : FAILED_CHARS);
        return "## Conversation %d: %s\n\n%s".formatted(number, mark(rollout), quoted(body));
    }

    private static String mark(Rollout rollout) {
        double score = rollout.verdict().score();
        return score == Math.rint(score)
                ? Long.toString(Math.round(score))
                : Double.toString(score);
    }

    /** The beginning and the end: the end of an answer is where its result stands. */
    private static String shortened(String text, int maxChars) {
        String printable = OutcomeFormat.printable(text, 1_000_000);
        if (printable.length() <= maxChars) {
            return printable;
        }
        int head = maxChars * 2 / 3;
        int tail = maxChars - head;
        return printable.substring(0, head)
                + " [... %d characters left out ...] ".formatted(printable.length() - maxChars)
                + printable.substring(printable.length() - tail);
    }

    private static String quoted(String text) {
        return text.lines().map(line -> "| " + line).collect(Collectors.joining("\n"));
    }

    private static String oneLine(String text, int maxChars) {
        return shortened(text.replaceAll("\\s+", " ").strip(), maxChars);
    }
}
