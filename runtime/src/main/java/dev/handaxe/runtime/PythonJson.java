package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;

/**
 * {@link PythonValue}s as JSON. What JSON has no form for is tagged: {@code {"$tuple": […]}},
 * {@code $set}, {@code $frozenset}, {@code $bytes} (base64), {@code $float} (nan, inf, -inf),
 * {@code $complex}, and {@code $dict} for dicts with a key that is no string or begins with {@code
 * $}. Integers of any size are plain; floats always have a point or an exponent.
 */
public final class PythonJson {
    private PythonJson() {}

    /** The value as compact JSON; strings are escaped so that the text is printable ASCII. */
    public static String write(PythonValue value) {
        return value.toString();
    }

    /**
     * The value of that JSON text.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}: where and what is wrong
     */
    public static PythonValue read(String json) {
        throw new HandaxeException(Code.INVALID_INPUT, json);
    }
}
