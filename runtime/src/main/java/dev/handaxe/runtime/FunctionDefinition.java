package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A Python function that a model may call: its source, and what is said of it to the model.
 *
 * <p>Immutable.
 */
public final class FunctionDefinition {
    private static final Pattern PACKAGE =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?");

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
        List<String> parts = new ArrayList<>(List.of(name, source, description));
        parts.add(parameters.isOpen() ? "any" : parameters.json());
        parts.addAll(packages);
        hash = sha256(parts);
    }

    /**
     * A call that shows what the function does.
     *
     * @param arguments by name, in order
     * @param expected what it returns
     */
    public record Example(Map<String, PythonValue> arguments, PythonValue expected) {
        /** Copies. */
        public Example {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
            Objects.requireNonNull(expected);
        }
    }

    /**
     * Starts a definition.
     *
     * @param name a Python identifier of at most 64 ASCII characters
     * @param source Python that defines a function of that name; line ends are normalised
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the name is not one, or the
     *     source holds half a surrogate pair, which no file can keep
     */
    public static Builder builder(String name, String source) {
        return new Builder(name, source);
    }

    /**
     * A builder with all else as it is here.
     *
     * @param newName the name it gets, or the one it has
     * @param newSource the source it gets, which defines a function of that name
     * @throws HandaxeException with {@link Code#INVALID_INPUT} as {@link #builder} says
     */
    public Builder toBuilder(String newName, String newSource) {
        return builder(newName, newSource)
                .description(description)
                .parameters(parameters)
                .packages(packages)
                .examples(examples);
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

    /** Whether all parts are the same, examples included. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionDefinition that
                && hash.equals(that.hash)
                && examples.equals(that.examples);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return name + "@" + hash.substring(0, 8);
    }

    /** Of a list of texts: each is counted, so that no two lists run together. */
    static String sha256(List<String> parts) {
        var joined = new StringBuilder();
        parts.forEach(part -> joined.append(part.length()).append(':').append(part));
        return sha256(joined.toString());
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
            if (!PythonNames.isIdentifier(name)) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        ("'%s' cannot name a function: a Python identifier of at most"
                                        + " 64 ASCII letters, digits and underscores can")
                                .formatted(GuestText.line(name, 80)));
            }
            this.name = name;
            this.source = unicode("source", source).replace("\r\n", "\n").replace('\r', '\n');
        }

        /**
         * What it does, for the model.
         *
         * @throws HandaxeException with {@link Code#INVALID_INPUT} if it holds half a surrogate
         *     pair
         */
        public Builder description(String text) {
            description = unicode("description", text);
            return this;
        }

        /** What it takes; anything, unless set. */
        public Builder parameters(ParameterSchema schema) {
            parameters = Objects.requireNonNull(schema);
            return this;
        }

        /**
         * Python packages it imports beyond the standard library.
         *
         * @throws HandaxeException with {@link Code#INVALID_INPUT} if one is no package's name
         */
        public Builder packages(List<String> names) {
            for (String name : names) {
                if (!PACKAGE.matcher(name).matches()) {
                    throw new HandaxeException(
                            Code.INVALID_INPUT,
                            "'" + GuestText.line(name, 80) + "' is not the name of a package");
                }
            }
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

        private static String unicode(String part, String text) {
            if (!GuestText.isUnicode(text)) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "the " + part + " holds half a surrogate pair, which is no text");
            }
            return text;
        }
    }
}
