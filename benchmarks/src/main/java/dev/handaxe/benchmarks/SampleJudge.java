package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Optional;

/**
 * Carries out attempts and says what became of them. A program passes only if it came to its last
 * line: an exit before it, with whatever code, is a failure.
 *
 * <p>Thread-safe.
 *
 * @param runner runs the guest code
 * @param policy of each call
 */
record SampleJudge(GuestRunner runner, ExecutionPolicy policy) {
    private static final int MAX_REASON = 400;
    private static final int MAX_VALUE = 160;

    /** Judges one sample. */
    Sample.Judged judge(Sample sample) {
        return switch (sample.attempt()) {
            case Attempt.Decided decided -> judged(sample, decided.kind(), decided.reason());
            case Attempt.Program program ->
                    of(
                            sample,
                            runner.call(
                                    FunctionSet.empty(),
                                    Invocation.program(program.source()),
                                    policy),
                            Optional.empty());
            case Attempt.Call call -> {
                FunctionSet functions =
                        FunctionSet.of(
                                List.of(
                                        FunctionDefinition.builder(call.function(), call.source())
                                                .build()));
                Outcome outcome = runner.call(functions, Invocation.call(call.function()), policy);
                yield of(sample, outcome, Optional.of(call.expected()));
            }
        };
    }

    private static Sample.Judged of(
            Sample sample, Outcome outcome, Optional<PythonValue> expected) {
        return switch (outcome) {
            case Outcome.Returned returned -> ofReturned(sample, returned, expected);
            case Outcome.Raised raised -> judged(sample, Kind.FAILED, said(raised.error()));
            case Outcome.LimitExceeded limit -> ofLimit(sample, limit.breach());
            case Outcome.Denied denied ->
                    judged(sample, Kind.DENIED, denied.capability().key() + " " + denied.name());
            case Outcome.Rejected rejected -> judged(sample, Kind.REJECTED, rejected.reason());
            case Outcome.Lost lost -> judged(sample, Kind.LOST, lost.reason());
        };
    }

    private static Sample.Judged ofReturned(
            Sample sample, Outcome.Returned returned, Optional<PythonValue> expected) {
        if (returned.exited()) {
            return judged(sample, Kind.FAILED, "ended before its last line by an exit");
        }
        if (expected.isPresent() && !expected.get().equals(returned.value())) {
            return judged(
                    sample,
                    Kind.FAILED,
                    "returned %s, expected %s"
                            .formatted(shown(returned.value()), shown(expected.get())));
        }
        return judged(sample, Kind.PASSED, "");
    }

    private static Sample.Judged ofLimit(Sample sample, Outcome.Breach breach) {
        LimitName limit = breach.limit();
        Kind kind =
                limit == LimitName.CPU_MS || limit == LimitName.WALL_MS
                        ? Kind.TIMED_OUT
                        : Kind.LIMIT_EXCEEDED;
        return judged(sample, kind, "%s, allowed is %d".formatted(limit.key(), breach.allowed()));
    }

    private static String said(GuestError error) {
        StringBuilder said = new StringBuilder(error.type());
        if (!error.message().isEmpty()) {
            said.append(": ").append(OutcomeFormat.printable(error.message(), MAX_REASON / 2));
        }
        if (!error.traceback().isEmpty()) {
            GuestError.Frame last = error.traceback().getLast();
            said.append(" (line ").append(last.line()).append(": ");
            said.append(OutcomeFormat.printable(last.source(), MAX_VALUE)).append(')');
        }
        return said.toString();
    }

    private static String shown(PythonValue value) {
        return OutcomeFormat.printable(PythonJson.write(value), MAX_VALUE);
    }

    private static Sample.Judged judged(Sample sample, Kind kind, String reason) {
        String line = OutcomeFormat.printable(reason, MAX_REASON).replace('\n', ' ');
        return new Sample.Judged(sample, kind, line);
    }
}
