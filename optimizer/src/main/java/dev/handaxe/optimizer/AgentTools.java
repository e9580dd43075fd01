package dev.handaxe.optimizer;

import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.TrainingOptions.PythonTool;
import dev.handaxe.optimizer.tools.FunctionTools;
import dev.handaxe.optimizer.tools.FunctionTools.Asked;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    private final FunctionTools tools;
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
        this.functions = functions;
        this.offered = List.copyOf(offered);
        this.reach = new Reach(functions);
        this.python =
                general == PythonTool.OFFERED ? Optional.of(freeName(functions)) : Optional.empty();
        this.tools = new FunctionTools(runner, policy, functions, offered, python);
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

    /** Does what the model asked for; what is wrong with it is said in the reply. */
    FunctionCall run(ToolCall call) {
        return FunctionCall.of(call, tools.call(call.name(), call.arguments()));
    }

    /** Runs a call again; empty if nothing was run the first time. */
    Optional<Outcome> again(FunctionCall call) {
        return switch (tools.read(call.name(), call.arguments())) {
            case Asked.Ready(Invocation invocation) -> Optional.of(tools.outcome(invocation));
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
        return tools.read(name, arguments) instanceof Asked.Ready(Invocation.Program program)
                ? reach.ofProgram(program.source())
                : functions.hash();
    }
}
