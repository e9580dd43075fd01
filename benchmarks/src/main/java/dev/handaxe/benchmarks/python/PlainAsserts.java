package dev.handaxe.benchmarks.python;

import dev.handaxe.benchmarks.python.PlainAssert.Comparison;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads tests that are nothing but plain assertions, without running anything. It is strict: one
 * statement of another kind, one operator more, one argument that is no literal, and the tests are
 * not plain. What an assertion says in case of failure is passed over, as Python does where it
 * holds.
 *
 * <p>Confined to one thread.
 */
public final class PlainAsserts {
    /** The one function of HumanEval's tests, and the constants that may stand before it. */
    private static final Pattern CHECK =
            Pattern.compile(
                    "(?:\\s|#[^\\n]*+\\n|METADATA = \\{[^{}]*+\\})*+"
                            + "def check\\( *(?<parameter>[A-Za-z_]\\w*) *\\):[ \\t]*\\n");

    private static final Set<String> NO_FUNCTIONS = Set.of("not", "lambda", "await", "yield");

    private final LiteralText in;
    private final String text;
    private int indent = -1;

    private PlainAsserts(String text) {
        this.text = text;
        in = new LiteralText(text);
    }

    /**
     * What HumanEval's {@code check} asserts of its parameter.
     *
     * @param parameter the name under which the assertions call the function
     */
    public record Check(String parameter, List<PlainAssert> asserts) {
        /** Copies. */
        public Check {
            asserts = List.copyOf(asserts);
        }
    }

    /** The assertions of statements at one level; empty if they are not all plain. */
    public static Optional<List<PlainAssert>> statements(String source) {
        try {
            List<PlainAssert> asserts = new PlainAsserts(source).all();
            return asserts.isEmpty() ? Optional.empty() : Optional.of(asserts);
        } catch (PythonLiteral.Malformed e) {
            return Optional.empty();
        }
    }

    /** The assertions of a function {@code check}, if the source is that and they are plain. */
    public static Optional<Check> check(String source) {
        Matcher header = CHECK.matcher(source);
        if (!header.lookingAt()) {
            return Optional.empty();
        }
        return statements(source.substring(header.end()))
                .map(asserts -> new Check(header.group("parameter"), asserts));
    }

    private List<PlainAssert> all() {
        List<PlainAssert> asserts = new ArrayList<>();
        while (nextLine()) {
            String word = in.word();
            if (word.equals("assert")) {
                statement().ifPresent(asserts::add);
            } else if (!word.equals("pass")) {
                throw in.malformed("no assertion");
            }
            endOfLine();
        }
        return asserts;
    }

    /** Passes over empty lines and the next one's indentation, which is that of the first. */
    private boolean nextLine() {
        while (!in.atEnd()) {
            int start = in.position();
            while (in.peek() == ' ' || in.peek() == '\t') {
                in.next();
            }
            int width = in.position() - start;
            in.skipSpace(false);
            if (in.peek() == '\n') {
                in.next();
            } else if (!in.atEnd()) {
                if (indent >= 0 && width != indent) {
                    throw in.malformed("another indentation");
                }
                indent = width;
                return true;
            }
        }
        return false;
    }

    /** What follows {@code assert}; empty for {@code assert True}, which says nothing. */
    private Optional<PlainAssert> statement() {
        in.skipSpace(false);
        boolean grouped = in.peek() == '(';
        if (grouped) {
            in.next();
        }
        in.skipSpace(grouped);
        String name = in.word();
        if (name.equals("True") && !grouped) {
            return Optional.empty();
        }
        boolean negated = name.equals("not");
        if (negated) {
            in.skipSpace(grouped);
            name = in.word();
        }
        if (name.isEmpty() || NO_FUNCTIONS.contains(name) || Character.isDigit(name.charAt(0))) {
            throw in.malformed("no call of a function");
        }
        List<PythonValue> arguments = arguments(grouped);
        in.skipSpace(grouped);
        boolean open = grouped;
        if (open && in.peek() == ')') {
            in.next();
            open = false;
            in.skipSpace(false);
        }
        PlainAssert read = comparison(name, arguments, negated, open);
        if (open) {
            in.skipSpace(true);
            in.expect(')');
        }
        return Optional.of(read);
    }

    private List<PythonValue> arguments(boolean grouped) {
        in.skipSpace(grouped);
        in.expect('(');
        List<PythonValue> arguments = new ArrayList<>();
        for (in.skipSpace(true); in.peek() != ')'; in.skipSpace(true)) {
            arguments.add(PythonLiteral.read(in, true));
            in.skipSpace(true);
            if (in.peek() == ',') {
                in.next();
            } else if (in.peek() != ')') {
                throw in.malformed("an argument is no literal");
            }
        }
        in.expect(')');
        return arguments;
    }

    private PlainAssert comparison(
            String name, List<PythonValue> arguments, boolean negated, boolean open) {
        if (in.startsWith("==")) {
            in.skip(2);
        } else if (in.startsWith("is ")) {
            in.skip(2);
            in.skipSpace(open);
            return identity(name, arguments, negated, open);
        } else {
            return new PlainAssert(
                    name,
                    arguments,
                    negated ? Comparison.FALSE : Comparison.TRUE,
                    new PyBool(true));
        }
        if (negated) {
            throw in.malformed("a negated comparison");
        }
        in.skipSpace(open);
        return new PlainAssert(name, arguments, Comparison.EQUAL, PythonLiteral.read(in, open));
    }

    private PlainAssert identity(
            String name, List<PythonValue> arguments, boolean negated, boolean open) {
        boolean single = in.startsWith("True") || in.startsWith("False") || in.startsWith("None");
        if (negated || !single) {
            throw in.malformed("an identity that is not with True, False or None");
        }
        return new PlainAssert(name, arguments, Comparison.IDENTICAL, PythonLiteral.read(in, open));
    }

    /** The message of an assertion, and the end of its line. */
    private void endOfLine() {
        in.skipSpace(false);
        if (in.peek() == ',') {
            int end = text.indexOf('\n', in.position());
            String message = text.substring(in.position(), end < 0 ? text.length() : end);
            if (message.indexOf(';') >= 0 || message.endsWith("\\")) {
                throw in.malformed("more than a message");
            }
            in.skip(message.length());
        }
        if (!in.atEnd()) {
            in.expect('\n');
        }
    }
}
