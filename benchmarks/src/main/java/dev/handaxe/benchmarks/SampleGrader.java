package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Sandbox;
import java.util.Optional;

/**
 * Gives single samples their verdicts, the same as {@link Evaluation} gives, in a sandbox that was
 * opened with {@linkplain Evaluation#prepared prepared} options. For engines that spread an
 * evaluation over machines.
 *
 * <p>Thread-safe: several samples at once are judged by as many callers. Whoever makes it closes
 * it, before the sandbox.
 */
public final class SampleGrader implements AutoCloseable {
    private final EvaluationTasks tasks;
    private final Grading grading;
    private final boolean integerIds;
    private final Optional<SessionRunner> sessions;
    private final TestsApart apart;
    private final SampleJudge judge;

    /** Makes one for those tasks. */
    public SampleGrader(
            EvaluationTasks tasks, Grading grading, ExecutionPolicy policy, Sandbox sandbox) {
        this.tasks = tasks;
        this.grading = grading;
        integerIds = CodeTasks.hasIntegerIds(tasks.dataSet());
        sessions =
                policy.isolation() == Isolation.SESSION
                        ? Optional.of(new SessionRunner(sandbox))
                        : Optional.empty();
        GuestRunner runner =
                sessions.isPresent()
                        ? sessions.get()
                        : (functions, invocation, limited) ->
                                sandbox.call(
                                        functions,
                                        invocation.forTenant(Invocation.DEFAULT_TENANT),
                                        limited);
        apart = new TestsApart(sandbox, runner);
        judge = new SampleJudge(runner, policy, Optional.of(apart));
    }

    /**
     * What became of one sample.
     *
     * @param taskId its task's name
     * @param result in the words of a file of results
     * @param skipped whether nothing of it was run, see CRUXEval's rule
     * @param together whether its tests turned out to need its own guest
     * @param line what a file of results says of it, in ASCII and without the line's end
     */
    public record Verdict(
            String taskId,
            Kind kind,
            String reason,
            String result,
            boolean skipped,
            boolean together,
            String line) {}

    /**
     * Judges one sample.
     *
     * @param number which of the samples, from 1
     * @throws HandaxeException if the host cannot
     */
    public Verdict grade(long number, EvaluationTasks.Given given) {
        CodeTask task = tasks.get(given.task());
        return judged(
                new Sample(
                        number,
                        task.id(),
                        given.completion(),
                        task.attempt(given.completion(), grading),
                        task.limits()));
    }

    /**
     * Judges the reference solution of a task.
     *
     * @param position the task's
     * @throws HandaxeException if the host cannot
     */
    public Verdict gradeReference(long number, int position) {
        CodeTask task = tasks.get(position);
        return judged(
                new Sample(
                        number,
                        task.id(),
                        task.reference().orElse(""),
                        task.attemptReference(grading),
                        task.limits()));
    }

    private Verdict judged(Sample sample) {
        Sample.Judged judged = judge.judge(sample);
        return new Verdict(
                sample.taskId(),
                judged.kind(),
                judged.reason(),
                judged.result(),
                sample.attempt() instanceof Attempt.Skipped,
                judge.notSeparable().contains(sample.taskId()),
                ResultsFile.line(judged, grading, integerIds));
    }

    @Override
    public void close() {
        apart.close();
        sessions.ifPresent(SessionRunner::close);
    }
}
