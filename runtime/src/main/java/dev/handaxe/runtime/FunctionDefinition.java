package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Python function that a model may call: its source, and what is said of it to the model.
 *
 * <p>Immutable.
 */
public final class FunctionDefinition {
    /** Python identifiers that every provider accepts as a tool's name. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private static final Set<String> KEYWORDS =
            Set.of(
                    "False",
                    "None",
                    "True",
                    "and",
                    "as",
                    "assert",
                    "async",
                    "await",
                    "break",
                    "class",
                    "continue",
                    "def",
                    "del",
                    "elif",
                    "else",
                    "except",
                    "finally",
                    "for",
                    "from",
                    "global",
                    "if",
                    "import",
                    "in",
                    "is",
                    "lambda",
                    "nonlocal",
                    "not",
                    "or",
                    "pass",
                    "raise",
                    "return",
                    "try",
                    "while",
                    "with",
                    "yield");

    private final String name;
    private final String source;
    private final String description;
    private final ParameterSchema parameters;
    private final List<String> packages;
    private final List<Example> examples;
    private final String hash;

    private FunctionDefinition(Builder builder) {
        name = builder.name;
        source = builder.source;
        description = builder.description;
        parameters = builder.parameters;
        packages = builder.packages;
        examples = builder.examples;
        hash = sha256(String.join("\0", name, source, description, parameters.json()) + packages);
    }

    /**
     * A call that shows what the function does.
     *
     * @param arguments by name
     * @param expected what it returns
     */
    public record Example(Map<String, PythonValue> arguments, PythonValue expected) {
        /** Copies. */
        public Example {
            arguments = Map.copyOf(arguments);
            Objects.requireNonNull(expected);
        }
    }

    /**
     * Starts a definition.
     *
     * @param name a Python identifier of at most 64 ASCII characters
     * @param source Python that defines a function of that name; line ends are normalised
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the name is not one
     */
    public static Builder builder(String name, String source) {
        return new Builder(name, source);
    }

    /** The function's name. */
    public String name() {
        return name;
    }

    /** Python source that defines it. */
    public String source() {
        return source;
    }

    /** What it does, for the model. */
    public String description() {
        return description;
    }

    /** What it takes. */
    public ParameterSchema parameters() {
        return parameters;
    }

    /** Python packages it imports beyond the standard library. */
    public List<String> packages() {
        return packages;
    }

    /** Calls that show what it does. */
    public List<Example> examples() {
        return examples;
    }

    /** SHA-256 of all that a call depends on: name, source, description, parameters, packages. */
    public String hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionDefinition that && hash.equals(that.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return name + "@" + hash.substring(0, 8);
    }

    static String sha256(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Collects the optional parts of a definition. Confined to one thread. */
    public static final class Builder {
        private final String name;
        private final String source;
        private String description = "";
        private ParameterSchema parameters = ParameterSchema.any();
        private List<String> packages = List.of();
        private List<Example> examples = List.of();

        private Builder(String name, String source) {
            if (!NAME.matcher(name).matches() || KEYWORDS.contains(name)) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "'%s' cannot name a function: a Python identifier of at most 64 ASCII letters, digits and underscores can"
                                .formatted(OutcomeFormat.printable(name, 80)));
            }
            this.name = name;
            this.source = source.replace("\r\n", "\n").replace('\r', '\n');
        }

        /** What it does, for the model. */
        public Builder description(String text) {
            description = Objects.requireNonNull(text);
            return this;
        }

        /** What it takes; anything, unless set. */
        public Builder parameters(ParameterSchema schema) {
            parameters = Objects.requireNonNull(schema);
            return this;
        }

        /** Python packages it imports beyond the standard library. */
        public Builder packages(List<String> names) {
            packages = List.copyOf(names);
            return this;
        }

        /** Calls that show what it does. */
        public Builder examples(List<Example> calls) {
            examples = List.copyOf(calls);
            return this;
        }

        /** The definition. */
        public FunctionDefinition build() {
            return new FunctionDefinition(this);
        }
    }
}
