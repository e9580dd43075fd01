package dev.handaxe.cli;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a call as the command line takes them: a JSON object names them, a JSON array
 * lists them by position.
 *
 * <p>Immutable.
 *
 * @param where the option they came from, for messages
 */
record CallArguments(String where, PythonValue value) {

    /**
     * Reads them.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if they are neither
     */
    static CallArguments parse(String where, String json) {
        PythonValue value;
        try {
            value = PythonJson.read(json);
        } catch (HandaxeException e) {
            throw new HandaxeException(Code.INVALID_INPUT, where + ": " + e.getMessage(), e);
        }
        return new CallArguments(where, value);
    }

    /** The call of that function with these arguments. */
    Invocation.Call of(String function) {
        return switch (value) {
            case PythonValue.PyList list ->
                    new Invocation.Call(
                            function, list.items(), Map.of(), Invocation.DEFAULT_TENANT);
            case PythonValue.PyDict dict ->
                    new Invocation.Call(
                            function,
                            List.of(),
                            dict.named().orElseThrow(this::invalid),
                            Invocation.DEFAULT_TENANT);
            case PythonValue.PyNone _,
                    PythonValue.PyBool _,
                    PythonValue.PyInt _,
                    PythonValue.PyFloat _,
                    PythonValue.PyComplex _,
                    PythonValue.PyStr _,
                    PythonValue.PyBytes _,
                    PythonValue.PyTuple _,
                    PythonValue.PySet _,
                    PythonValue.PyFrozenSet _ ->
                    throw invalid();
        };
    }

    private HandaxeException invalid() {
        return new HandaxeException(
                Code.INVALID_INPUT,
                where
                        + ": must be a JSON object of named arguments such as {\"n\": 5} or a JSON"
                        + " array of positional ones such as [5]");
    }
}
