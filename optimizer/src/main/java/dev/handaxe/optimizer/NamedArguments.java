package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyDict;
import java.util.Map;

/** A dict's values by name, in order. */
final class NamedArguments {
    private NamedArguments() {}

    /**
     * The values of a dict.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is none, or a key is no string
     */
    static Map<String, PythonValue> of(PythonValue value) {
        if (!(value instanceof PyDict dict)) {
            throw new HandaxeException(Code.INVALID_INPUT, "this is no JSON object");
        }
        return dict.named()
                .orElseThrow(
                        () -> new HandaxeException(Code.INVALID_INPUT, "a name is not a string"));
    }

    /** A dict of these values. */
    static PythonValue dict(Map<String, PythonValue> named) {
        return new PyDict(
                named.entrySet().stream()
                        .map(e -> new PyDict.Entry(PythonValue.of(e.getKey()), e.getValue()))
                        .toList());
    }
}
