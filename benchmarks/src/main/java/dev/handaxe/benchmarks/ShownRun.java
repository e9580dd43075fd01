package dev.handaxe.benchmarks;

import dev.handaxe.optimizer.FunctionRunner;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs a program against the tests that its task shows, each in a guest of its own that knows of no
 * other test, so whatever it traces may be told. What is told is the same in every run: without
 * times and addresses, and without the trace of a call that a limit stopped.
 *
 * <p>Thread-safe.
 */
final class ShownRun {
    private static final String FUNCTION = "handaxe_shown";
    private static final int MAX_CODE = 300;
    private static final int MAX_REASON = 300;
    private static final int TRACE_TOKENS = 400;
    private static final Pattern ADDRESS = Pattern.compile(" at 0x[0-9a-fA-F]+>");

    private final FunctionRunner runner;

    ShownRun(FunctionRunner runner) {
        this.runner = runner;
    }

    /**
     * What became of them.
     *
     * @param lines one for each test, and what became of it
     * @param error the error class of the first that failed, if one did
     * @param trace of that one, perhaps empty
     */
    record Report(List<String> lines, Optional<String> error, String trace) {
        /** Copies. */
        Report {
            lines = List.copyOf(lines);
        }

        /** All of it as text. */
        String text() {
            String list = lines.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
            return trace.isEmpty() ? list : list + "\n\nThe first that failed:\n\n" + trace;
        }
    }

    /** One test that was run. */
    private record Seen(ShownTest test, String source, Outcome outcome) {
        boolean passed() {
            return outcome instanceof Outcome.Returned returned
                    && !returned.exited()
                    && test.plain().map(plain -> plain.holdsFor(returned.value())).orElse(true);
        }
    }

    /** Runs them; a task that shows none has its program defined and nothing called. */
    Report run(CodeQuestion question, String program) {
        List<ShownTest> tests =
                question.shown().isEmpty() ? List.of(ShownTest.definition()) : question.shown();
        List<String> lines = new ArrayList<>();
        Optional<String> error = Optional.empty();
        String trace = "";
        ExecutionPolicy policy = policy(question.graded());
        for (ShownTest test : tests) {
            Seen seen = run(test, program, policy);
            lines.add(told(seen));
            if (error.isEmpty() && !seen.passed()) {
                error = Optional.of(errorOf(seen.outcome()));
                trace = trace(test, program, policy);
            }
        }
        return new Report(lines, error, trace);
    }

    /** What samples of the data set have, as far as the task has no limits of its own. */
    static ExecutionPolicy policy(CodeTask task) {
        ExecutionPolicy policy = ExecutionPolicy.evaluation();
        for (Map.Entry<LimitName, Long> limit : task.limits().entrySet()) {
            policy = policy.with(limit.getKey(), limit.getValue());
        }
        return policy;
    }

    private Seen run(ShownTest test, String program, ExecutionPolicy policy) {
        String body = test.plain().isPresent() ? "return (" + test.code() + ")" : test.code();
        String source =
                program.stripTrailing() + "\n\n\ndef " + FUNCTION + "():\n    " + body + "\n";
        FunctionSet set =
                FunctionSet.of(List.of(FunctionDefinition.builder(FUNCTION, source).build()));
        Outcome outcome = runner.call(set, Invocation.call(FUNCTION), policy);
        if (outcome instanceof Outcome.Lost) {
            if (Thread.currentThread().isInterrupted()) {
                throw new HandaxeException(Code.INTERRUPTED, "grading was interrupted");
            }
            outcome = runner.call(set, Invocation.call(FUNCTION), policy);
        }
        return new Seen(test, source, outcome);
    }

    private static String told(Seen seen) {
        ShownTest test = seen.test();
        String code = OutcomeFormat.printable(test.code(), MAX_CODE);
        if (seen.passed()) {
            return code + (test.plain().isPresent() ? " is right" : " passes");
        }
        return code
                + switch (seen.outcome()) {
                    case Outcome.Returned returned ->
                            returned.exited()
                                    ? " ended the program"
                                    : " returned %s, expected is %s"
                                            .formatted(
                                                    TaskTests.shown(returned.value()),
                                                    test.plain()
                                                            .map(p -> TaskTests.shown(p.expected()))
                                                            .orElse("nothing"));
                    case Outcome.Raised raised -> " raised " + said(raised.error());
                    case Outcome.LimitExceeded limit ->
                            " was stopped by the limit " + limit.breach().limit().key();
                    case Outcome.Denied denied ->
                            " was denied " + OutcomeFormat.printable(denied.name(), MAX_REASON);
                    case Outcome.Rejected rejected ->
                            " was not run: "
                                    + OutcomeFormat.printable(rejected.reason(), MAX_REASON);
                    case Outcome.Lost _ -> " was lost with its worker";
                };
    }

    private static String said(GuestError error) {
        return error.type()
                + (error.message().isEmpty()
                        ? ""
                        : ": " + steady(OutcomeFormat.printable(error.message(), MAX_REASON)));
    }

    private static String errorOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned returned ->
                    returned.exited() ? "ended before its value was returned" : "wrong answer";
            case Outcome.Raised raised -> OutcomeFormat.printable(raised.error().type(), 80);
            case Outcome.LimitExceeded limit -> "limit " + limit.breach().limit().key();
            case Outcome.Denied _ -> "a capability that is denied";
            case Outcome.Rejected _ -> "no Python program";
            case Outcome.Lost _ -> "lost with its worker";
        };
    }

    /** How the program failed, with values by line; run twice, and told if both are alike. */
    private String trace(ShownTest test, String program, ExecutionPolicy policy) {
        String first = traceOnce(test, program, policy);
        return first.isEmpty() || first.equals(traceOnce(test, program, policy)) ? first : "";
    }

    private String traceOnce(ShownTest test, String program, ExecutionPolicy policy) {
        Seen seen = run(test, program, policy.with(TraceMode.LINES));
        boolean steady =
                switch (seen.outcome()) {
                    case Outcome.Returned _, Outcome.Raised _, Outcome.Denied _ -> !seen.passed();
                    case Outcome.LimitExceeded _, Outcome.Lost _, Outcome.Rejected _ -> false;
                };
        return steady
                ? steady(
                        OutcomeFormat.forModel(
                                seen.outcome(), List.of(seen.source()), TRACE_TOKENS))
                : "";
    }

    private static String steady(String text) {
        return ADDRESS.matcher(text).replaceAll(">");
    }
}
