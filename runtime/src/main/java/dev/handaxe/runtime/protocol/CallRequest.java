package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a worker is asked to run.
 *
 * <p>Immutable.
 *
 * @param functions defined first, in order; none in a call that goes on with a session
 * @param target the program, or the function to call
 * @param settings what the call may do and use
 */
public record CallRequest(List<FunctionSource> functions, Target target, CallSettings settings) {

    /** Copies. */
    public CallRequest {
        functions = List.copyOf(functions);
        Objects.requireNonNull(target);
        Objects.requireNonNull(settings);
    }

    /** A call that is granted nothing beyond the standard library. */
    public CallRequest(List<FunctionSource> functions, Target target, Limits limits) {
        this(functions, target, CallSettings.of(limits));
    }

    /** The per-call limits that the worker watches. */
    public Limits limits() {
        return settings.limits();
    }

    /** A function's name and the source that defines it. */
    public record FunctionSource(String name, String source) {}

    /**
     * What runs after the functions are defined.
     *
     * @param program a program's source, or else
     * @param function the name of a function to call
     * @param positional its arguments by position
     * @param named its arguments by name
     */
    public record Target(
            Optional<String> program,
            String function,
            List<PythonValue> positional,
            Map<String, PythonValue> named) {
        /** A whole program. */
        public static Target program(String source) {
            return new Target(Optional.of(source), "", List.of(), Map.of());
        }

        /** A call of one function. */
        public static Target call(
                String function, List<PythonValue> positional, Map<String, PythonValue> named) {
            return new Target(Optional.empty(), function, positional, named);
        }
    }
}
