package dev.handaxe.optimizer;

import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.TrainingOptions.PythonTool;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyStr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an agent may call: the functions of its set, and the general {@code python} function beside
 * them. Each function runs its own code from the set of the moment; nothing is registered anywhere.
 *
 * <p>Thread-safe.
 */
final class AgentTools {
    private static final String PYTHON_TEXT =
            "Runs a Python 3 program and gives back what it prints. Every call starts afresh, so"
                    + " define and import what you use, and print what you want to see. The"
                    + " standard library is there; files, network and processes are not.";
    private static final String PYTHON_PARAMETERS =
            "{\"type\":\"object\",\"properties\":{\"source\":{\"type\":\"string\",\"description\":"
                    + "\"The whole program.\"}},\"required\":[\"source\"]}";

    private final FunctionRunner runner;
    private final ExecutionPolicy policy;
    private final FunctionSet functions;
    private final List<FunctionDefinition> offered;
    private final Optional<String> python;
    private final Reach reach;

    /** With all functions offered. */
    AgentTools(
            FunctionRunner runner,
            ExecutionPolicy policy,
            PythonTool general,
            FunctionSet functions) {
        this(runner, policy, general, functions, functions.functions());
    }

    /**
     * The tools of one attempt.
     *
     * @param functions all are defined, and can be called
     * @param offered those that the model is shown
     */
    AgentTools(
            FunctionRunner runner,
            ExecutionPolicy policy,
            PythonTool general,
            FunctionSet functions,
            List<FunctionDefinition> offered) {
        this.runner = runner;
        this.policy = policy;
        this.functions = functions;
        this.offered = List.copyOf(offered);
        this.reach = new Reach(functions);
        this.python =
                general == PythonTool.OFFERED ? Optional.of(freeName(functions)) : Optional.empty();
    }

    /** A function of the set may be called {@code python}: then the general one gives way. */
    private static String freeName(FunctionSet functions) {
        String name = "python";
        for (int i = 2; functions.find(name).isPresent(); i++) {
            name = "python_" + i;
        }
        return name;
    }

    /** The whole set: all of it is defined, whatever is offered. */
    FunctionSet functions() {
        return functions;
    }

    /** The name of the general function, if it is offered. */
    Optional<String> python() {
        return python;
    }

    /** The general function first, then what is offered of the set in its order. */
    List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        python.ifPresent(
                name ->
                        tools.add(
                                new Tool(
                                        name,
                                        functions.size() == 0
                                                ? PYTHON_TEXT
                                                : PYTHON_TEXT + " The other functions are defined.",
                                        PYTHON_PARAMETERS)));
        for (FunctionDefinition function : offered) {
            tools.add(
                    new Tool(
                            function.name(), function.description(), function.parameters().json()));
        }
        return tools;
    }

    /** What a model asked for. */
    private sealed interface Asked {
        /** It can be run. */
        record Ready(Invocation invocation) implements Asked {}

        /** It cannot: what is wrong with it. */
        record Wrong(String kind, String reply) implements Asked {}
    }

    /** Does what the model asked for; what is wrong with it is said in the reply. */
    FunctionCall run(ToolCall call) {
        return switch (asked(call.name(), call.arguments())) {
            case Asked.Ready(Invocation invocation) -> {
                Outcome outcome = outcome(invocation);
                String reply =
                        switch (invocation) {
                            case Invocation.Program _ -> ToolReply.ofProgram(outcome);
                            case Invocation.Call _ -> ToolReply.ofCall(outcome);
                        };
                yield made(call, outcome.kind(), reply, FunctionCall.Seen.of(outcome));
            }
            case Asked.Wrong(String kind, String reply) ->
                    made(
                            call,
                            kind,
                            reply,
                            new FunctionCall.Seen(Optional.empty(), CallTrace.NONE));
        };
    }

    /** Runs a call again; empty if nothing was run the first time. */
    Optional<Outcome> again(FunctionCall call) {
        return switch (asked(call.name(), call.arguments())) {
            case Asked.Ready(Invocation invocation) -> Optional.of(outcome(invocation));
            case Asked.Wrong _ -> Optional.empty();
        };
    }

    /**
     * A hash of the code that the call can run, and of nothing else: an edit elsewhere in the set
     * leaves it as it is.
     */
    String dependsOn(ToolCall call) {
        return dependsOn(call.name(), call.arguments());
    }

    /** The same of a call that was made. */
    String dependsOn(FunctionCall call) {
        return dependsOn(call.name(), call.arguments());
    }

    private String dependsOn(String name, String arguments) {
        if (functions.find(name).isPresent()) {
            return reach.ofFunction(name);
        }
        return asked(name, arguments) instanceof Asked.Ready(Invocation.Program program)
                ? reach.ofProgram(program.source())
                : functions.hash();
    }

    private Asked asked(String name, String json) {
        boolean general = python.isPresent() && python.get().equals(name);
        if (!general && functions.find(name).isEmpty()) {
            return new Asked.Wrong(
                    FunctionCall.UNKNOWN,
                    "There is no function '%s'. There is: %s."
                            .formatted(OutcomeFormat.printable(name, 80), names()));
        }
        Map<String, PythonValue> arguments;
        try {
            arguments = arguments(json);
        } catch (HandaxeException e) {
            return new Asked.Wrong(FunctionCall.REFUSED, malformed(e));
        }
        if (!general) {
            return new Asked.Ready(Invocation.call(name, arguments));
        }
        return arguments.get("source") instanceof PyStr program
                ? new Asked.Ready(Invocation.program(program.value()))
                : new Asked.Wrong(
                        FunctionCall.REFUSED,
                        "The argument 'source' must be a string: the program.");
    }

    private Outcome outcome(Invocation invocation) {
        Outcome outcome = runner.call(functions, invocation, policy);
        if (outcome instanceof Outcome.Lost) {
            if (Thread.currentThread().isInterrupted()) {
                throw new HandaxeException(
                        Code.INTERRUPTED, "a call of a function was interrupted");
            }
            outcome = runner.call(functions, invocation, policy);
        }
        return outcome;
    }

    /** Named arguments; no text at all means none, as some providers write it. */
    private static Map<String, PythonValue> arguments(String json) {
        Map<String, PythonValue> named = new LinkedHashMap<>();
        if (json.isBlank()) {
            return named;
        }
        if (!(PythonJson.read(json) instanceof PyDict dict)) {
            throw new HandaxeException(Code.INVALID_INPUT, "they are not a JSON object");
        }
        for (PyDict.Entry entry : dict.entries()) {
            if (!(entry.key() instanceof PyStr name)) {
                throw new HandaxeException(Code.INVALID_INPUT, "a name is not a string");
            }
            named.put(name.value(), entry.value());
        }
        return named;
    }

    private static String malformed(HandaxeException e) {
        return "The arguments cannot be read: "
                + OutcomeFormat.printable(String.valueOf(e.getMessage()), 300)
                + ". Give one JSON object with the arguments by name.";
    }

    private String names() {
        String all =
                Stream.concat(python.stream(), offered.stream().map(FunctionDefinition::name))
                        .collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }

    private static FunctionCall made(
            ToolCall call, String kind, String reply, FunctionCall.Seen seen) {
        return new FunctionCall(call.name(), call.arguments(), kind, reply, seen);
    }
}
