package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.List;

/**
 * Which functions of a set a call could run: the one that is called, those that it reaches, and for
 * a program those that it reaches. It errs to the safe side, as {@link Reach} does.
 *
 * <p>Thread-safe.
 */
final class ReachedFunctions {
    private final FunctionSet functions;
    private final Reach reach;

    ReachedFunctions(FunctionSet functions) {
        this.functions = functions;
        reach = new Reach(functions);
    }

    /** Their names; none if nothing was run. */
    List<String> by(FunctionCall call) {
        if (!call.ran()) {
            return List.of();
        }
        String source =
                functions.find(call.name()).isPresent() ? call.name() : program(call.arguments());
        return reach.reached(source).functions().stream().map(FunctionDefinition::name).toList();
    }

    /** In JSON a line end before a name would look like a part of it. */
    private static String program(String arguments) {
        try {
            return Json.read(arguments).path("source").asText(arguments);
        } catch (Json.Malformed e) {
            return arguments.replace("\\n", "\n");
        }
    }
}
