package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.python.PlainAssert;
import dev.handaxe.benchmarks.python.PlainAsserts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A test that a task shows to whoever is to solve it.
 *
 * <p>Immutable.
 *
 * @param code the call; or, where the test is no plain assertion, the whole statement
 * @param plain what the call's value must be, if the test is a plain assertion
 */
record ShownTest(String code, Optional<PlainAssert> plain) {
    private static final int MOST = 6;
    private static final Pattern PROMPT = Pattern.compile("\\s*>>> ?(?<call>\\S.*)");

    /** The signs between a call and its value that prompts are written with. */
    private static final String SIGN = "(?:==>|==|=>|=|->|\\x{279E}|should return|returns)";

    /** Rejects nulls. */
    ShownTest {
        Objects.requireNonNull(code);
        Objects.requireNonNull(plain);
    }

    /** Runs nothing but the solution's own definitions. */
    static ShownTest definition() {
        return new ShownTest("pass", Optional.empty());
    }

    /** A test of the data set's that is shown. */
    static ShownTest of(String statement) {
        String text = statement.strip();
        Optional<PlainAssert> plain =
                single(text)
                        .filter(
                                test ->
                                        switch (test.comparison()) {
                                            case EQUAL, TRUE -> true;
                                            case IDENTICAL, FALSE -> false;
                                        });
        for (int sign = text.indexOf("==");
                plain.isPresent();
                sign = text.indexOf("==", sign + 1)) {
            String call = (sign < 0 ? text : text.substring(0, sign)).substring("assert".length());
            if (single("assert " + call).isPresent()) {
                return new ShownTest(call.strip(), plain);
            }
            if (sign < 0) {
                break;
            }
        }
        return new ShownTest(text, Optional.empty());
    }

    /**
     * The examples of a docstring: {@code >>> f(1)} with the value on the next line, and {@code
     * f(1) == 2} with one of the signs that stand for it. What is no call with literals and a
     * literal is passed over, and so is what has a backslash, which a docstring may read otherwise.
     */
    static List<ShownTest> examples(String prompt, String function) {
        Pattern inline =
                Pattern.compile(
                        ".*?(?<call>"
                                + Pattern.quote(function)
                                + "\\(.*?\\))\\s*"
                                + SIGN
                                + "\\s*(?<value>\\S.*?)\\.?\\s*");
        List<ShownTest> examples = new ArrayList<>();
        List<String> lines = CodeTask.newlines(prompt).lines().toList();
        for (int i = 0; i < lines.size() && examples.size() < MOST; i++) {
            Matcher prompted = PROMPT.matcher(lines.get(i));
            Matcher written = inline.matcher(lines.get(i));
            Optional<ShownTest> found = Optional.empty();
            if (prompted.matches() && i + 1 < lines.size()) {
                found = example(prompted.group("call"), lines.get(i + 1), function);
            }
            if (found.isEmpty() && written.matches()) {
                found = example(written.group("call"), written.group("value"), function);
            }
            found.ifPresent(examples::add);
        }
        return examples;
    }

    private static Optional<ShownTest> example(String call, String value, String function) {
        return single("assert " + call.strip() + " == " + value.strip())
                .filter(_ -> (call + value).indexOf('\\') < 0)
                .filter(test -> test.function().equals(function))
                .filter(test -> test.comparison() == PlainAssert.Comparison.EQUAL)
                .map(test -> new ShownTest(call.strip(), Optional.of(test)));
    }

    private static Optional<PlainAssert> single(String statement) {
        return PlainAsserts.statements(statement)
                .filter(asserts -> asserts.size() == 1)
                .map(List::getFirst);
    }
}
