package dev.handaxe.benchmarks;

import dev.handaxe.optimizer.FunctionRunner;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.optimizer.Verdict.Symptom;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.Sandbox;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Grades programs that agents answer with all tests of their tasks, outside the program's guest
 * where these are plain assertions ({@link Grading#OUTSIDE}). What it says of tests that a task
 * does not show is an error class from a fixed list. What it says of those that a task shows comes
 * from runs of their own.
 *
 * <p>Thread-safe.
 */
final class CodeGrader implements Grader.OfCode {
    private static final int MAX_PROGRAM = 6_000;

    private final Map<String, CodeQuestion> questions;
    private final Optional<SessionRunner> tests;
    private final @Nullable SampleJudge judge;
    private final @Nullable ShownRun shown;

    CodeGrader(Map<String, CodeQuestion> questions) {
        this.questions = Map.copyOf(questions);
        tests = Optional.empty();
        judge = null;
        shown = null;
    }

    private CodeGrader(CodeGrader other, SessionRunner tests) {
        questions = other.questions;
        this.tests = Optional.of(tests);
        judge = null;
        shown = null;
    }

    private CodeGrader(
            CodeGrader other, FunctionRunner runner, UnaryOperator<FunctionRunner> meter) {
        questions = other.questions;
        tests = other.tests;
        GuestRunner guests = runner::call;
        judge =
                new SampleJudge(
                        guests,
                        EvaluationOptions.usualPolicy("humaneval"),
                        tests.map(open -> new TestsApart(open, guests, meter)));
        shown = new ShownRun(runner);
    }

    /**
     * The same, with guests of their own for tests that are no plain assertions.
     *
     * @param open a sandbox with {@link Evaluation#prepared} options; closing it ends those guests
     */
    CodeGrader in(Sandbox open) {
        return new CodeGrader(this, new SessionRunner(open));
    }

    @Override
    public OfCode with(FunctionRunner runner, UnaryOperator<FunctionRunner> meter) {
        return new CodeGrader(this, runner, meter);
    }

    @Override
    public Verdict grade(Task task, String finalMessage) {
        CodeQuestion question = questions.get(task.id());
        if (question == null) {
            return Verdict.wrong("there is no such task");
        }
        Optional<String> program = question.program(finalMessage);
        if (program.isEmpty()) {
            String none = "the answer has no program that defines what is asked for";
            return Verdict.wrong(none, new Symptom(none, ""));
        }
        Sample.Judged judged = judge(question, program.get());
        if (judged.passed()) {
            return Verdict.right("passed all tests");
        }
        ShownRun.Report report = shown().run(question, program.get());
        String kind =
                report.error()
                        .map(error -> error + " in a test that the task shows")
                        .orElseGet(
                                () ->
                                        ErrorClass.of(judged)
                                                + " in a test that the task does not show");
        return Verdict.wrong(
                kind, new Symptom(kind, "The tests that the task shows:\n" + report.text()));
    }

    @Override
    public Optional<String> complaint(Task task, String finalMessage) {
        CodeQuestion question = questions.get(task.id());
        Optional<String> program =
                question == null ? Optional.empty() : question.program(finalMessage);
        if (question == null || program.isEmpty()) {
            return Optional.empty();
        }
        ShownRun.Report report = shown().run(question, program.get());
        return report.error().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        """
                        You have answered this before, with this program:

                        ```python
                        %s
                        ```

                        It was run with what the task shows:

                        %s

                        Answer again with a program that is right. Where an example contradicts \
                        the task's words, go by the words."""
                                .formatted(
                                        OutcomeFormat.printable(program.get().strip(), MAX_PROGRAM),
                                        report.text()));
    }

    private Sample.Judged judge(CodeQuestion question, String program) {
        if (judge == null) {
            throw unbound();
        }
        CodeTask task = question.graded();
        Sample sample =
                new Sample(
                        1,
                        task.id(),
                        program,
                        task.attemptProgram(program, Grading.OUTSIDE),
                        task.limits());
        Sample.Judged judged = judge.judge(sample);
        if (judged.kind() != EvaluationResult.Kind.LOST) {
            return judged;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new HandaxeException(Code.INTERRUPTED, "grading was interrupted");
        }
        return judge.judge(sample);
    }

    private ShownRun shown() {
        if (shown == null) {
            throw unbound();
        }
        return shown;
    }

    private static IllegalStateException unbound() {
        return new IllegalStateException("code is graded by running it: call with(runner) first");
    }
}
