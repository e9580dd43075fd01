package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.evidence.Excerpt;
import dev.handaxe.optimizer.tools.ToolReply;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The calls of guest functions inside one call of an agent, bounded, without times: the first and
 * the last of them.
 *
 * <p>Immutable.
 *
 * @param calls in the order in which they began
 * @param total how many there were
 */
record CallTrace(List<Call> calls, int total) {
    /** Nothing was recorded. */
    static final CallTrace NONE = new CallTrace(List.of(), 0);

    private static final int FIRST = 6;
    private static final int LAST = 4;
    private static final int NAME_CHARS = 80;
    private static final int VALUE_CHARS = 200;
    private static final int DEEPEST = 8;

    CallTrace {
        calls = List.copyOf(calls);
    }

    /**
     * One call.
     *
     * @param depth how many traced calls were open around it
     * @param arguments as {@code name=value, …}
     * @param result the value it returned, or the exception that left it
     * @param raised whether an exception left it
     */
    record Call(int depth, String function, String arguments, String result, boolean raised) {
        Call {
            Objects.requireNonNull(function);
            Objects.requireNonNull(arguments);
            Objects.requireNonNull(result);
        }

        /** Such as {@code mean(xs=[]) raised ZeroDivisionError}, indented by its depth. */
        String text() {
            String end =
                    raised
                            ? " raised " + result
                            : result.isEmpty() ? " did not end" : " -> " + result;
            return "  ".repeat(Math.clamp(depth, 0, DEEPEST))
                    + function
                    + "("
                    + arguments
                    + ")"
                    + end;
        }
    }

    /**
     * What the outcome's report has of them. A call that a limit stopped tells none: how far it
     * came differs from run to run, and a prompt must not.
     */
    static CallTrace of(Outcome outcome) {
        if (outcome instanceof Outcome.LimitExceeded || outcome instanceof Outcome.Lost) {
            return NONE;
        }
        return outcome.report().trace().map(CallTrace::of).orElse(NONE);
    }

    private static CallTrace of(Trace trace) {
        List<Trace.Call> all = trace.calls();
        List<Trace.Call> kept = new ArrayList<>(all.subList(0, Math.min(FIRST, all.size())));
        kept.addAll(
                all.subList(Math.clamp(all.size() - LAST, kept.size(), all.size()), all.size()));
        return new CallTrace(kept.stream().map(CallTrace::bounded).toList(), all.size());
    }

    private static Call bounded(Trace.Call call) {
        return new Call(
                call.depth(),
                Excerpt.oneLine(call.function(), NAME_CHARS),
                value(call.arguments()),
                value(call.result()),
                call.raised());
    }

    private static String value(String text) {
        return Excerpt.oneLine(ToolReply.steady(text), VALUE_CHARS);
    }

    /** A line each; empty if there is nothing that the call itself does not say. */
    String text() {
        if (total < 2) {
            return "";
        }
        String left =
                total > calls.size()
                        ? "\n(" + (total - calls.size()) + " in the middle left out)"
                        : "";
        return calls.stream().map(Call::text).collect(Collectors.joining("\n")) + left;
    }

    ObjectNode node() {
        ObjectNode node = Json.object().put("total", total);
        var list = node.putArray("calls");
        for (Call call : calls) {
            list.addObject()
                    .put("depth", call.depth())
                    .put("function", call.function())
                    .put("arguments", call.arguments())
                    .put("result", call.result())
                    .put("raised", call.raised());
        }
        return node;
    }

    /** What {@link #node} wrote; a ledger that was written without traces has none. */
    static CallTrace read(JsonNode node) throws Json.Malformed {
        List<Call> calls = new ArrayList<>();
        for (JsonNode call : node.path("calls")) {
            calls.add(
                    new Call(
                            call.path("depth").asInt(),
                            ModelJson.text(call, "function"),
                            ModelJson.text(call, "arguments"),
                            ModelJson.text(call, "result"),
                            call.path("raised").asBoolean()));
        }
        return new CallTrace(calls, node.path("total").asInt());
    }
}
