package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.Exam.Question;
import dev.handaxe.benchmarks.Exam.Ruling;
import dev.handaxe.benchmarks.python.PlainAssert;
import dev.handaxe.benchmarks.python.PlainAsserts;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tests of a task, and by which ways they can be graded.
 *
 * <p>Immutable.
 */
final class TaskTests {
    private static final int MAX_VALUE = 160;
    private static final Pattern DEFINITION =
            Pattern.compile(
                    "(?m)^(?:async +)?(?<kind>def|class) +(?<name>[\\p{L}_][\\p{L}\\p{Nd}_]*)");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");
    private static final Pattern IMPORT = Pattern.compile("(?:import|from) .*");

    /**
     * Stands in for the sample's functions. An exception that would only end an iteration becomes
     * another, as in a generator: otherwise a sample could end the loop that tests it. A value that
     * is no data is an object that equals nothing, and is as true as the sample says; handed to
     * another function of the sample it is an error, and no reason to run the tests in its guest.
     */
    private static final String ELSEWHERE =
            """
            def handaxe_elsewhere(name):
                import builtins

                def crosses(value):
                    kind = type(value)
                    if issubclass(kind, dict):
                        return all(crosses(key) and crosses(value[key]) for key in value)
                    if issubclass(kind, (list, tuple, set, frozenset)):
                        return all(map(crosses, value))
                    return value is None or issubclass(kind, (int, float, complex, str, bytes))

                def exception(kinds, message):
                    for known in kinds:
                        kind = getattr(builtins, known, None)
                        if (
                            isinstance(kind, type)
                            and issubclass(kind, Exception)
                            and not issubclass(kind, (StopIteration, StopAsyncIteration))
                        ):
                            try:
                                return kind(message)
                            except TypeError:
                                continue
                    return RuntimeError(message)

                class Value:
                    handaxe_foreign = True

                    def __init__(self, truth):
                        self.truth = truth

                    def __bool__(self):
                        return self.truth

                    def __repr__(self):
                        return "<what is no data>"

                def foreign(value):
                    kind = type(value)
                    if issubclass(kind, dict):
                        return any(foreign(key) or foreign(value[key]) for key in value)
                    if issubclass(kind, (list, tuple, set, frozenset)):
                        return any(map(foreign, value))
                    return getattr(kind, "handaxe_foreign", False)

                def function(*positional, **named):
                    if foreign(positional) or foreign(named):
                        raise TypeError("what a function returned is no data, and no argument")
                    if not (crosses(positional) and crosses(named)):
                        handaxe_ask("TOKEN")
                    answer = handaxe_ask("TOKEN", name, positional, named)
                    if isinstance(answer, tuple):
                        return answer[0]
                    if isinstance(answer, bool):
                        return Value(answer)
                    raise exception(*answer)

                function.__name__ = function.__qualname__ = name
                return function


            """;

    private final Parts parts;
    private final Set<String> functions;
    private final boolean usesClasses;
    private final List<ListExam.Step> steps;

    /**
     * What tests are made of.
     *
     * @param before code that the tests need: imports, set-up, functions of the prompt
     * @param source the tests themselves
     * @param entryPoint what {@code check} of the tests is called with; empty where they are
     *     statements that call the sample's functions by name
     */
    record Parts(String before, String source, Optional<String> entryPoint) {
        /** Normalises line ends. */
        Parts {
            before = CodeTask.newlines(before);
            source = CodeTask.newlines(source);
        }

        String call() {
            return entryPoint.map(name -> "\ncheck(" + name + ")").orElse("");
        }
    }

    private TaskTests(Parts parts, Set<String> functions, boolean usesClasses) {
        this.parts = parts;
        this.functions = functions;
        this.usesClasses = usesClasses;
        steps = plain().orElse(List.of());
    }

    /** Tests whose {@code check} is called with that function. */
    static TaskTests check(String before, String source, String entryPoint) {
        return new TaskTests(
                new Parts(before, source, Optional.of(entryPoint)), Set.of(entryPoint), false);
    }

    /**
     * Tests that are statements, which call what the sample defines by name.
     *
     * @param before imports and set-up
     * @param entryPoint a function that the sample defines, if it is known
     * @param reference the solution, which tells what a sample defines
     */
    static TaskTests statements(
            String before, String source, Optional<String> entryPoint, Optional<String> reference) {
        Set<String> words =
                WORD.matcher(before + "\n" + source)
                        .results()
                        .map(found -> found.group())
                        .collect(Collectors.toSet());
        Set<String> functions = new LinkedHashSet<>();
        entryPoint.ifPresent(functions::add);
        boolean usesClasses = false;
        Matcher definition = DEFINITION.matcher(CodeTask.newlines(reference.orElse("")));
        while (definition.find()) {
            if (words.contains(definition.group("name"))) {
                usesClasses |= definition.group("kind").equals("class");
                functions.add(definition.group("name"));
            }
        }
        return new TaskTests(new Parts(before, source, Optional.empty()), functions, usesClasses);
    }

    /** How they are graded when that is asked for. */
    Grading way(Grading asked) {
        if (asked == Grading.OUTSIDE && !steps.isEmpty()) {
            return Grading.OUTSIDE;
        }
        boolean apart = asked != Grading.TOGETHER && !functions.isEmpty() && !usesClasses;
        return apart ? Grading.GUEST : Grading.TOGETHER;
    }

    /**
     * What is done with a sample.
     *
     * @param solution a program without the tests
     * @param together the program of the data set's own harness
     */
    Attempt attempt(Grading asked, String solution, String together) {
        String program = CodeTask.newlines(together);
        String alone = CodeTask.newlines(solution) + "\n" + imports();
        return switch (way(asked)) {
            case OUTSIDE -> new Attempt.Examined(alone, steps);
            case GUEST -> new Attempt.Apart(alone, this, program);
            case TOGETHER -> new Attempt.Program(program);
        };
    }

    /** A sample may rely on what its tests import. */
    private String imports() {
        return parts.entryPoint().isPresent()
                ? ""
                : parts.before()
                        .lines()
                        .filter(line -> IMPORT.matcher(line).matches())
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
    }

    /** The tests as a program of their own, in which the sample's functions are elsewhere. */
    String program(String token) {
        StringBuilder program = new StringBuilder(parts.before());
        program.append('\n');
        if (parts.entryPoint().isPresent()) {
            program.append(parts.source()).append('\n');
        }
        program.append(ELSEWHERE.replace("TOKEN", token));
        for (String function : functions) {
            program.append("%s = handaxe_elsewhere(\"%s\")\n".formatted(function, function));
        }
        if (parts.entryPoint().isEmpty()) {
            program.append(parts.source());
        }
        return program.append(parts.call()).append('\n').toString();
    }

    private Optional<List<ListExam.Step>> plain() {
        boolean needsCode =
                parts.entryPoint().isEmpty()
                        && parts.before()
                                .lines()
                                .anyMatch(
                                        line -> !line.isBlank() && !IMPORT.matcher(line).matches());
        if (needsCode || usesClasses) {
            return Optional.empty();
        }
        if (parts.entryPoint().isEmpty()) {
            return PlainAsserts.statements(parts.source())
                    .flatMap(asserts -> steps(asserts, name -> name));
        }
        String entryPoint = parts.entryPoint().get();
        return PlainAsserts.check(parts.source())
                .flatMap(
                        check ->
                                steps(
                                        check.asserts(),
                                        name ->
                                                name.equals(check.parameter())
                                                        ? entryPoint
                                                        : name));
    }

    private Optional<List<ListExam.Step>> steps(
            List<PlainAssert> asserts, UnaryOperator<String> named) {
        List<ListExam.Step> all = new ArrayList<>();
        Set<String> called = new HashSet<>();
        for (PlainAssert each : asserts) {
            String function = named.apply(each.function());
            called.add(function);
            all.add(
                    new ListExam.Step(
                            new Question(function, each.arguments(), Map.of(), each.isOfTruth()),
                            (answer, nanos) -> problem(each, answer)));
        }
        return functions.containsAll(called) ? Optional.of(all) : Optional.empty();
    }

    private static Optional<Ruling> problem(PlainAssert asserted, PythonValue answer) {
        if (asserted.holdsFor(answer)) {
            return Optional.empty();
        }
        String arguments =
                asserted.arguments().stream()
                        .map(TaskTests::shown)
                        .collect(Collectors.joining(", "));
        return Optional.of(
                new Ruling(
                        Kind.FAILED,
                        "AssertionError: %s(%s) returned %s, %s"
                                .formatted(
                                        asserted.function(),
                                        OutcomeFormat.printable(arguments, MAX_VALUE),
                                        shown(answer),
                                        switch (asserted.comparison()) {
                                            case EQUAL, IDENTICAL ->
                                                    "expected " + shown(asserted.expected());
                                            case TRUE -> "expected what is true";
                                            case FALSE -> "expected what is false";
                                        })));
    }

    static String shown(PythonValue value) {
        return OutcomeFormat.printable(PythonJson.write(value), MAX_VALUE);
    }
}
