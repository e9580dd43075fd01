package dev.handaxe.optimizer.tools;

import dev.handaxe.optimizer.FunctionRunner;
import dev.handaxe.optimizer.evidence.Cause;
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
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The functions of a set as a model's tools. Each call runs the code of this set; nothing is
 * registered anywhere.
 *
 * <pre>{@code
 * FunctionTools tools = new FunctionTools(sandbox::call, ExecutionPolicy.untrusted(), functions);
 * ToolAnswer answer = tools.call("half", "{\"n\": 7}"); // its reply is "returned: 3.5"
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class FunctionTools {
    private final FunctionRunner runner;
    private final ExecutionPolicy policy;
    private final FunctionSet functions;
    private final List<FunctionDefinition> offered;
    private final Optional<String> python;

    /** With all functions of the set offered, and nothing else. */
    public FunctionTools(FunctionRunner runner, ExecutionPolicy policy, FunctionSet functions) {
        this(runner, policy, functions, functions.functions(), Optional.empty());
    }

    /**
     * The tools of one attempt.
     *
     * @param functions all are defined, and can be called
     * @param offered those that the model is shown
     * @param python the name of the general function that runs programs, if it is offered
     */
    public FunctionTools(
            FunctionRunner runner,
            ExecutionPolicy policy,
            FunctionSet functions,
            List<FunctionDefinition> offered,
            Optional<String> python) {
        this.runner = Objects.requireNonNull(runner);
        this.policy = Objects.requireNonNull(policy);
        this.functions = Objects.requireNonNull(functions);
        this.offered = List.copyOf(offered);
        this.python = Objects.requireNonNull(python);
    }

    /** The whole set: all of it is defined, whatever is offered. */
    public FunctionSet functions() {
        return functions;
    }

    /** What is offered of the set, in its order. */
    public List<ToolSpecification> specifications() {
        return offered.stream()
                .map(
                        function ->
                                ToolSchema.specification(
                                        function.name(),
                                        function.description(),
                                        function.parameters().json()))
                .toList();
    }

    /** A call as a model asked for it. */
    public sealed interface Asked {
        /** It can be run. */
        record Ready(Invocation invocation) implements Asked {
            /** Rejects null. */
            public Ready {
                Objects.requireNonNull(invocation);
            }
        }

        /**
         * It cannot.
         *
         * @param answer what is wrong with it
         */
        record Wrong(ToolAnswer answer) implements Asked {
            /** Rejects null. */
            public Wrong {
                Objects.requireNonNull(answer);
            }
        }
    }

    /**
     * Does what a model asked for; what is wrong with it is said in the reply.
     *
     * @param name of the tool, existing or not
     * @param arguments a JSON object with the arguments by name, as the model wrote it
     * @throws HandaxeException if the host cannot run it
     */
    public ToolAnswer call(String name, String arguments) {
        return switch (read(name, arguments)) {
            case Asked.Ready(Invocation invocation) -> answer(invocation);
            case Asked.Wrong(ToolAnswer answer) -> answer;
        };
    }

    /**
     * Runs a program with the functions of the set defined; the reply is what it prints.
     *
     * @throws HandaxeException if the host cannot run it
     */
    public ToolAnswer run(String source) {
        return answer(Invocation.program(source));
    }

    private ToolAnswer answer(Invocation invocation) {
        Outcome outcome = outcome(invocation);
        String reply =
                switch (invocation) {
                    case Invocation.Program _ -> ToolReply.ofProgram(outcome);
                    case Invocation.Call _ -> ToolReply.ofCall(outcome);
                };
        return new ToolAnswer(outcome.kind(), reply, Optional.of(outcome));
    }

    /** Reads a call without running it. */
    public Asked read(String name, String json) {
        boolean general = python.isPresent() && python.get().equals(name);
        if (!general && functions.find(name).isEmpty()) {
            return wrong(
                    Cause.UNKNOWN,
                    "There is no function '%s'. There is: %s."
                            .formatted(OutcomeFormat.printable(name, 80), names()));
        }
        Map<String, PythonValue> arguments;
        try {
            arguments = arguments(json);
        } catch (HandaxeException e) {
            return wrong(Cause.REFUSED, malformed(e));
        }
        if (!general) {
            return new Asked.Ready(Invocation.call(name, arguments));
        }
        return arguments.get("source") instanceof PyStr program
                ? new Asked.Ready(Invocation.program(program.value()))
                : wrong(Cause.REFUSED, "The argument 'source' must be a string: the program.");
    }

    private static Asked wrong(String kind, String reply) {
        return new Asked.Wrong(ToolAnswer.refused(kind, reply));
    }

    /**
     * Runs it; a call whose worker was lost is made once more.
     *
     * @throws HandaxeException if the host cannot run it, with {@link Code#INTERRUPTED} if the
     *     caller was interrupted
     */
    public Outcome outcome(Invocation invocation) {
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
        if (json.isBlank()) {
            return Map.of();
        }
        if (!(PythonJson.read(json) instanceof PyDict dict)) {
            throw new HandaxeException(Code.INVALID_INPUT, "they are not a JSON object");
        }
        return dict.named()
                .orElseThrow(
                        () -> new HandaxeException(Code.INVALID_INPUT, "a name is not a string"));
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
}
