package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;

/**
 * {@link PythonValue}s as JSON. What JSON has no form for is tagged: {@code {"$tuple": […]}},
 * {@code $set}, {@code $frozenset}, {@code $bytes} (base64), {@code $float} (nan, inf, -inf),
 * {@code $complex}, and {@code $dict} for dicts with a key that is no string or begins with {@code
 * $}. Integers of any size are plain; floats always have a point or an exponent.
 *
 * <pre>{@code
 * PythonJson.write(new PythonValue.PyTuple(List.of(PythonValue.of(1)))); // {"$tuple":[1]}
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class PythonJson {
    /** Nesting of a value, a scalar being 1: the most that a policy can allow a result. */
    static final int MAX_DEPTH = 200;

    private PythonJson() {}

    /**
     * The value as compact JSON; strings are escaped so that the text is printable ASCII.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is nested deeper than 200
     *     levels
     */
    public static String write(PythonValue value) {
        return PythonJsonWriter.write(value);
    }

    /**
     * The value of that JSON text. Strict: one value, no duplicate keys, known tags only, at most
     * 200 levels, numbers of at most 1,000,000 characters, floats within the range of a double.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}: where and what is wrong
     */
    public static PythonValue read(String json) {
        return PythonJsonReader.read(json);
    }
}
