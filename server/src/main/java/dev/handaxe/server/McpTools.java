package dev.handaxe.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Functions as tools of MCP for one client, and one more that runs any program. A result has the
 * outcome as a text for a model and as structured content; whatever did not return is an error that
 * says what could be done.
 *
 * <p>Thread-safe.
 */
final class McpTools {
    /** The tool for any program, unless a function has that name. */
    static final String RUN_PYTHON = "run_python";

    private static final Logger LOG = LoggerFactory.getLogger(McpTools.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final String SOURCE = "source";
    private static final int MAX_TOKENS = 4_000;

    private final ServedFunctions served;
    private final GuestCalls calls;
    private final Client client;

    /** For that client, whose policy they are called under and show. */
    McpTools(ServedFunctions served, GuestCalls calls, Client client) {
        this.served = served;
        this.calls = calls;
        this.client = client;
    }

    /** One for each function of the set, and one for programs. */
    List<SyncToolSpecification> of(FunctionSet functions) {
        List<SyncToolSpecification> tools = new ArrayList<>();
        for (FunctionDefinition function : functions.functions()) {
            tools.add(tool(function));
        }
        if (functions.find(RUN_PYTHON).isEmpty()) {
            tools.add(runPython());
        }
        return tools;
    }

    private SyncToolSpecification tool(FunctionDefinition function) {
        Tool tool =
                Tool.builder(function.name(), object(function.parameters().json()))
                        .description(function.description())
                        .annotations(annotations())
                        .build();
        return specification(
                tool,
                arguments ->
                        new Invocation.Call(function.name(), List.of(), arguments, client.name()));
    }

    private SyncToolSpecification runPython() {
        Tool tool =
                Tool.builder(
                                RUN_PYTHON,
                                object(
                                        """
                                        {"type": "object",
                                         "properties": {"source": {"type": "string",
                                           "description": "A Python 3 program; print what is to be seen."}},
                                         "required": ["source"]}
                                        """))
                        .description(described(client.policy()))
                        .annotations(annotations())
                        .build();
        return specification(
                tool, arguments -> Invocation.program(program(arguments)).forTenant(client.name()));
    }

    private static String program(Map<String, PythonValue> arguments) {
        if (arguments.get(SOURCE) instanceof PythonValue.PyStr(String source)
                && arguments.size() == 1) {
            return source;
        }
        throw new RefusedException(
                Problem.badRequest("run_python takes one argument: 'source', a text"));
    }

    /** Guest code changes nothing outside of its own call, and reaches nothing. */
    private static ToolAnnotations annotations() {
        return ToolAnnotations.builder()
                .readOnlyHint(true)
                .destructiveHint(false)
                .openWorldHint(false)
                .build();
    }

    private static String described(ExecutionPolicy policy) {
        return ("Runs a Python 3 program in a sandbox, with the functions served here defined, and"
                        + " returns what it prints. Nothing is kept from call to call. There is no"
                        + " network and there are no processes. Limits: %.1f s of CPU time, %.1f s"
                        + " in all, %d MiB of memory, %d KiB of output.")
                .formatted(
                        policy.limits().cpu().toMillis() / 1000.0,
                        policy.limits().wall().toMillis() / 1000.0,
                        policy.limits().heapBytes() >> 20,
                        policy.limits().get(LimitName.OUTPUT_BYTES) >> 10);
    }

    private SyncToolSpecification specification(
            Tool tool, Function<Map<String, PythonValue>, Invocation> invocation) {
        return SyncToolSpecification.builder()
                .tool(tool)
                .callHandler((_, request) -> handle(request, invocation))
                .build();
    }

    private CallToolResult handle(
            CallToolRequest request, Function<Map<String, PythonValue>, Invocation> invocation) {
        try {
            Invocation asked = invocation.apply(values(request.arguments()));
            FunctionSet functions = served.now();
            return result(
                    calls.make(client, functions, asked, client.policy()),
                    functions,
                    source(functions, asked));
        } catch (RuntimeException e) {
            Problem problem = Problem.of(e);
            if (problem.isHosts()) {
                LOG.error("a call of a tool failed", e);
            }
            return CallToolResult.builder()
                    .addTextContent(problem.code() + ": " + problem.detail())
                    .isError(true)
                    .build();
        }
    }

    private static Map<String, PythonValue> values(Map<String, Object> arguments) {
        Map<String, PythonValue> values = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Object> argument : arguments.entrySet()) {
                String json = JSON.writeValueAsString(argument.getValue());
                values.put(argument.getKey(), PythonJson.read(json));
            }
        } catch (JsonProcessingException | HandaxeException e) {
            throw new RefusedException(Problem.badRequest("the arguments are not as JSON has it"));
        }
        return values;
    }

    private static String source(FunctionSet functions, Invocation asked) {
        return switch (asked) {
            case Invocation.Program program -> program.source();
            case Invocation.Call call ->
                    functions.find(call.function()).map(FunctionDefinition::source).orElse("");
        };
    }

    /** With the lines of what ran: the program or function, and the functions that it reaches. */
    private static CallToolResult result(Outcome outcome, FunctionSet functions, String ran) {
        List<String> sources = new ArrayList<>(List.of(ran));
        for (FunctionDefinition reached : functions.reachable(ran).functions()) {
            if (!reached.source().equals(ran)) {
                sources.add(reached.source());
            }
        }
        return CallToolResult.builder()
                .addTextContent(OutcomeFormat.forModel(outcome, sources, MAX_TOKENS))
                .structuredContent(object(OutcomeFormat.json(outcome)))
                .isError(!(outcome instanceof Outcome.Returned))
                .build();
    }

    /** JSON that this project wrote itself. */
    private static Map<String, Object> object(String json) {
        try {
            return JSON.readValue(json, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a JSON object", e);
        }
    }
}
