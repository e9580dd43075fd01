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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Carries out attempts and says what became of them. A program passes only if it came to its last
 * line: an exit before it, with whatever code, is a failure. A sample that is asked questions
 * passes only if it answered all of them rightly, too.
 *
 * <p>Thread-safe.
 */
final class SampleJudge {
    private static final int MAX_REASON = 400;
    private static final int MAX_VALUE = 160;

    private final GuestRunner runner;
    private final ExecutionPolicy policy;
    private final ExamRoom room;
    private final PlusAnswers answers;
    private final Optional<TestsApart> apart;
    private final Set<String> notSeparable = new ConcurrentSkipListSet<>();

    /**
     * Judges by running guest code.
     *
     * @param runner runs samples
     * @param policy of each call
     * @param apart runs samples and tests apart; without it they run together
     */
    SampleJudge(GuestRunner runner, ExecutionPolicy policy, Optional<TestsApart> apart) {
        this.runner = runner;
        this.policy = policy;
        this.apart = apart;
        room = new ExamRoom(runner);
        answers = new PlusAnswers(room, policy);
    }

    /** Tasks whose tests turned out to need objects of the sample's guest. */
    Set<String> notSeparable() {
        return notSeparable;
    }

    private ExecutionPolicy policyOf(Sample sample) {
        ExecutionPolicy limited = policy;
        for (Map.Entry<LimitName, Long> limit : sample.limits().entrySet()) {
            limited = limited.with(limit.getKey(), limit.getValue());
        }
        return limited;
    }

    /** Judges one sample. */
    Sample.Judged judge(Sample sample) {
        return switch (sample.attempt()) {
            case Attempt.Decided decided -> judged(sample, decided.kind(), decided.reason());
            case Attempt.Skipped skipped -> judged(sample, Kind.REJECTED, skipped.reason());
            case Attempt.Program program -> judgeProgram(sample, program.source());
            case Attempt.Examined examined ->
                    judgeExam(
                            sample,
                            examined.source(),
                            new ListExam(examined.steps()),
                            policyOf(sample));
            case Attempt.Compared compared -> judgeCompared(sample, compared);
            case Attempt.Apart each ->
                    apart.isPresent()
                            ? judgeApart(sample, each, apart.get())
                            : judgeProgram(sample, each.together());
            case Attempt.Call call -> {
                FunctionSet functions =
                        FunctionSet.of(
                                List.of(
                                        FunctionDefinition.builder(call.function(), call.source())
                                                .build()));
                Outcome outcome =
                        runner.call(functions, Invocation.call(call.function()), policyOf(sample));
                yield of(sample, outcome, Optional.of(call.expected()));
            }
        };
    }

    private Sample.Judged judgeProgram(Sample sample, String source) {
        return of(
                sample,
                runner.call(FunctionSet.empty(), Invocation.program(source), policyOf(sample)),
                Optional.empty());
    }

    private Sample.Judged judgeExam(
            Sample sample, String source, Exam exam, ExecutionPolicy limited) {
        Outcome outcome = room.take(source, exam, limited);
        Optional<Exam.Ruling> ruling = exam.ruling();
        if (ruling.isPresent() && ruling.get().kind() != Kind.PASSED) {
            return judged(sample, ruling.get().kind(), ruling.get().reason());
        }
        if (ruling.isEmpty() && outcome instanceof Outcome.Returned) {
            return judged(sample, Kind.FAILED, "ended before it had answered everything");
        }
        return of(sample, outcome, Optional.empty());
    }

    private Sample.Judged judgeCompared(Sample sample, Attempt.Compared compared) {
        PlusAnswers.Answers expected = answers.of(compared.task());
        return expected.areComplete()
                ? judgeExam(
                        sample,
                        compared.source(),
                        PlusAnswers.exam(compared.task(), expected),
                        answers.limited(expected))
                : judged(sample, Kind.FAILED, expected.problem());
    }

    /** Tests that hold decide; where they do not, the end that came first says why. */
    private Sample.Judged judgeApart(Sample sample, Attempt.Apart attempt, TestsApart guests) {
        TestsApart.Ends ends = guests.run(attempt, policyOf(sample));
        Sample.Judged ofSample = of(sample, ends.sample(), Optional.empty());
        if (ends.tests().isEmpty()) {
            return ofSample.passed()
                    ? judged(sample, Kind.FAILED, "ended before it was asked anything")
                    : ofSample;
        }
        if (ends.exam().needsObjects()) {
            notSeparable.add(sample.taskId());
            return judgeProgram(sample, attempt.together());
        }
        Sample.Judged ofTests = of(sample, ends.tests().get(), Optional.empty());
        Set<String> raised = ends.exam().raised();
        if (ofSample.passed() || raised.isEmpty()) {
            return ofSample.passed() ? ofTests : ofSample;
        }
        boolean same =
                ends.tests().get() instanceof Outcome.Raised of
                        && raised.contains(of.error().type());
        return same ? ofSample : ofTests;
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
