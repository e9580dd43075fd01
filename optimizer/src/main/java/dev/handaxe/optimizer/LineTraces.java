package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.tools.ToolReply;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs calls that matter again with the values of variables recorded by line, for the optimizer to
 * read. The ledger keeps what came of it, so a resumed run does not run it again.
 *
 * <p>Thread-safe.
 */
final class LineTraces {
    private static final int MAX_TOKENS = 750;

    private final FunctionRunner runner;
    private final TrainingOptions options;
    private final Ledger ledger;

    LineTraces(FunctionRunner runner, TrainingOptions options, Ledger ledger) {
        this.runner = runner;
        this.options = options;
        this.ledger = ledger;
    }

    /**
     * How the call went, line by line.
     *
     * @return empty if nothing was run, if the call ends otherwise or with other values when it is
     *     run again, or if a limit stopped it: how far it came differs from run to run, and a
     *     prompt must not
     */
    String of(FunctionSet functions, FunctionCall call) {
        var tools = tools(functions);
        String key =
                CallLabel.sha256(
                        String.join("\n", tools.dependsOn(call), call.name(), call.arguments()));
        ObjectNode remembered =
                ledger.remember(
                        "line_trace",
                        key,
                        () -> Json.object().put("text", run(tools, functions, call)));
        return remembered.path("text").asText();
    }

    private AgentTools tools(FunctionSet functions) {
        return new AgentTools(
                runner, options.policy().with(TraceMode.LINES), options.python(), functions);
    }

    /** Runs the call twice: what differs would make a recording that no replay matches. */
    private static String run(AgentTools tools, FunctionSet functions, FunctionCall call) {
        String text = once(tools, functions, call);
        return text.isEmpty() || text.equals(once(tools, functions, call)) ? text : "";
    }

    private static String once(AgentTools tools, FunctionSet functions, FunctionCall call) {
        return tools.again(call)
                .filter(outcome -> isTheSame(outcome, call))
                .map(outcome -> text(outcome, functions, call))
                .orElse("");
    }

    private static boolean isTheSame(Outcome outcome, FunctionCall call) {
        return switch (outcome) {
            case Outcome.LimitExceeded _ -> false;
            case Outcome.Lost _ -> false;
            case Outcome.Rejected _ -> false;
            case Outcome.Returned _ -> !call.failed();
            case Outcome.Raised _ -> failsAlike(outcome, call);
            case Outcome.Denied _ -> failsAlike(outcome, call);
        };
    }

    private static boolean failsAlike(Outcome outcome, FunctionCall call) {
        return FunctionCall.failure(outcome).equals(call.failure());
    }

    private static String text(Outcome outcome, FunctionSet functions, FunctionCall call) {
        List<String> sources =
                Stream.concat(
                                functions.functions().stream().map(FunctionDefinition::source),
                                program(call).stream())
                        .toList();
        return ToolReply.steady(OutcomeFormat.forModel(outcome, sources, MAX_TOKENS));
    }

    /** The program, if the call ran one: its lines can be shown beside the functions'. */
    private static List<String> program(FunctionCall call) {
        try {
            String source = Json.read(call.arguments()).path("source").asText();
            return source.isEmpty() ? List.of() : List.of(source);
        } catch (Json.Malformed _) {
            return List.of();
        }
    }
}
