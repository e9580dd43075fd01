package dev.handaxe.benchmarks.hostile;

import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a call must end.
 *
 * <p>Immutable.
 *
 * @param ends the kinds of outcome that are right, each with what it may name: limits for {@code
 *     limit_exceeded}, capabilities for {@code denied}, exception types for {@code raised}; an
 *     empty list allows any
 * @param value what a returned value must be
 * @param stdout what a returned call must have printed, exactly
 * @param deadline how long guest code may have run when the outcome is there
 */
public record Expectation(
        Map<String, List<String>> ends,
        Optional<PythonValue> value,
        Optional<String> stdout,
        Duration deadline) {
    private static final int SHOWN_CHARS = 300;

    /** The kinds of outcome that a case may expect: a lost call is always a failure. */
    static final List<String> KINDS =
            List.of("returned", "raised", "limit_exceeded", "denied", "rejected");

    /** Copies. */
    public Expectation {
        Map<String, List<String>> copy = new TreeMap<>();
        ends.forEach((kind, names) -> copy.put(kind, List.copyOf(names)));
        ends = Collections.unmodifiableMap(copy);
    }

    /** What is not as expected, one line each; nothing if all is. */
    List<String> problems(Outcome outcome) {
        List<String> problems = new ArrayList<>();
        List<String> names = ends.get(outcome.kind());
        if (names == null || !(names.isEmpty() || names.contains(name(outcome)))) {
            problems.add(HostileVerdict.OTHERWISE + described(outcome) + ", expected " + ends);
        }
        if (outcome instanceof Outcome.Returned returned) {
            value.filter(expected -> !expected.equals(returned.value()))
                    .ifPresent(
                            expected ->
                                    problems.add(
                                            "returned "
                                                    + shown(PythonJson.write(returned.value()))
                                                    + ", expected "
                                                    + shown(PythonJson.write(expected))));
            stdout.filter(expected -> !expected.equals(returned.report().stdout()))
                    .ifPresent(
                            expected ->
                                    problems.add(
                                            "printed '"
                                                    + shown(returned.report().stdout())
                                                    + "', expected '"
                                                    + shown(expected)
                                                    + "'"));
        }
        Duration took = outcome.report().metrics().wall();
        if (took.compareTo(deadline) > 0) {
            problems.add(
                    HostileVerdict.LATE
                            + "ended after %d ms, its deadline is %d ms"
                                    .formatted(took.toMillis(), deadline.toMillis()));
        }
        return problems;
    }

    /** The outcome in two or three words, such as {@code limit_exceeded cpu_ms hard}. */
    static String ending(Outcome outcome) {
        String name = name(outcome);
        String stage =
                outcome instanceof Outcome.LimitExceeded exceeded
                        ? " " + exceeded.breach().stage().key()
                        : "";
        return outcome.kind() + (name.isEmpty() ? "" : " " + shown(name)) + stage;
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned _, Outcome.Rejected _, Outcome.Lost _ -> "";
            case Outcome.Raised raised -> raised.error().type();
            case Outcome.LimitExceeded exceeded -> exceeded.breach().limit().key();
            case Outcome.Denied denied -> denied.capability().key();
        };
    }

    /** The outcome in a line, with what it said. */
    static String described(Outcome outcome) {
        String text =
                switch (outcome) {
                    case Outcome.Returned returned ->
                            PythonJson.write(returned.value()) + " " + returned.report().stdout();
                    case Outcome.Raised raised -> raised.error().message();
                    case Outcome.LimitExceeded exceeded -> "used " + exceeded.breach().used();
                    case Outcome.Denied denied -> denied.name();
                    case Outcome.Rejected rejected -> rejected.reason();
                    case Outcome.Lost lost -> lost.reason();
                };
        return ending(outcome) + " (" + shown(text) + ")";
    }

    private static String shown(String text) {
        return OutcomeFormat.printable(text, SHOWN_CHARS).replace("\n", "\\n");
    }
}
