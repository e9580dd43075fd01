package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Pass;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.HostFunction;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs samples of code against a data set's tests in the sandbox, several at once, and scores them.
 *
 * <pre>{@code
 * EvaluationResult result =
 *         Evaluation.run(EvaluationOptions.builder("humaneval", data).build(), Progress.NONE);
 * }</pre>
 *
 * <p>Every task must have a sample, as in HumanEval's own harness: a file that leaves tasks out is
 * an error, unless {@link EvaluationOptions.Builder#allowPartial} says otherwise, in which case it
 * is a warning and the scores are those of the tasks that were tried. A task may have any number of
 * samples.
 *
 * <p>Programs run as {@code __main__}. Thread-safe.
 */
public final class Evaluation {
    private static final int MAX_SESSIONS = 256;

    private final EvaluationOptions options;
    private final SampleJudge judge;
    private final Progress progress;
    private final SampleSource samples;
    private final boolean integerIds;

    private Evaluation(
            EvaluationOptions options,
            GuestRunner runner,
            Optional<TestsApart> apart,
            Progress progress) {
        this.options = options;
        this.progress = progress;
        judge = new SampleJudge(runner, options.policy(), apart);
        Map<String, CodeTask> tasks = CodeTasks.load(options.dataSet(), options.data());
        samples = SampleSource.of(options, tasks, progress::warned);
        GradingWays.warnOfOthers(tasks.values(), options.grading(), progress);
        integerIds = CodeTasks.hasIntegerIds(options.dataSet());
    }

    /**
     * Evaluates in a sandbox of its own, with as many workers as the options name.
     *
     * @throws HandaxeException if a file is malformed (naming file, line and field), if the host
     *     cannot run workers, or if the thread is interrupted; results so far are in the file of
     *     results
     */
    public static EvaluationResult run(EvaluationOptions options, Progress progress) {
        SandboxOptions own = prepared(SandboxOptions.defaults().withWorkers(options.workers()));
        try (Sandbox sandbox = Sandbox.open(own)) {
            return run(options, sandbox, progress);
        }
    }

    /**
     * Evaluates in a sandbox that others use, too; under {@link Isolation#SESSION} in sessions, one
     * for each worker, of which the sandbox must allow as many. Then a sample has globals of its
     * own, but finds modules and builtins as those before it left them.
     *
     * @param sandbox opened with {@link #prepared} options, unless samples are graded {@link
     *     Grading#TOGETHER} with their tests
     * @throws HandaxeException as above
     */
    public static EvaluationResult run(
            EvaluationOptions options, Sandbox sandbox, Progress progress) {
        if (options.policy().isolation() != Isolation.SESSION) {
            GuestRunner runner =
                    (functions, invocation, policy) ->
                            sandbox.call(functions, invocation.forTenant(options.tenant()), policy);
            return apart(options, sandbox, runner, progress);
        }
        try (SessionRunner runner = new SessionRunner(sandbox)) {
            return apart(options, sandbox, runner, progress);
        }
    }

    private static EvaluationResult apart(
            EvaluationOptions options, Sandbox sandbox, GuestRunner runner, Progress progress) {
        try (TestsApart apart = new TestsApart(sandbox, runner)) {
            return new Evaluation(options, runner, Optional.of(apart), progress).allPasses();
        }
    }

    /**
     * Evaluates with another way to run guest code. There is no other guest for tests, so those
     * that are not graded outside are graded together with their sample.
     *
     * @throws HandaxeException as above
     */
    public static EvaluationResult run(
            EvaluationOptions options, GuestRunner runner, Progress progress) {
        return new Evaluation(options, runner, Optional.empty(), progress).allPasses();
    }

    /**
     * How many tasks that file or folder of a data set has.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is malformed, naming file,
     *     line and field
     */
    public static int countTasks(String dataSet, Path data) {
        return CodeTasks.load(dataSet, data).size();
    }

    /**
     * The options of a sandbox for evaluations: with the host functions through which samples are
     * asked, and two sessions for each worker.
     */
    public static SandboxOptions prepared(SandboxOptions options) {
        List<HostFunction> functions = new ArrayList<>(options.hostFunctions());
        functions.addAll(ExamHall.doors());
        int sessions = Math.min(MAX_SESSIONS, Math.max(options.sessions(), 2 * options.workers()));
        return options.withHostFunctions(functions).withSessions(sessions);
    }

    private EvaluationResult allPasses() {
        if (options.passes() > 1 && options.out().filter(ResultsFile::isBegun).isPresent()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    options.out().get()
                            + " has results already: several passes need a new file of results");
        }
        List<Pass> passes = new ArrayList<>();
        PassTally tally = new PassTally(samples.perTask());
        for (int pass = 1; pass <= options.passes(); pass++) {
            progress.started(pass, options.passes(), samples.size());
            tally = new PassTally(samples.perTask());
            long start = System.nanoTime();
            boolean last = pass == options.passes();
            onePass(tally, last);
            passes.add(new Pass((System.nanoTime() - start) / 1e9, tally.passed()));
        }
        GradingWays.warnOfNotSeparable(List.copyOf(judge.notSeparable()), progress);
        return new EvaluationResult(
                options.dataSet(),
                tally.counts(),
                tally.passAtK(options.ks(), progress::warned),
                passes,
                tally.failures());
    }

    private void onePass(PassTally tally, boolean last) {
        try (SampleSource.Walk walk = samples.walk()) {
            if (last && options.out().isPresent()) {
                try (ResultsFile results = results(walk, tally)) {
                    judgeAll(walk, tally, Optional.of(results));
                }
            } else {
                judgeAll(walk, tally, Optional.empty());
            }
        }
    }

    private ResultsFile results(SampleSource.Walk walk, PassTally tally) {
        Path file = options.out().orElseThrow();
        if (!options.isResumed() && !ResultsFile.isBegun(file)) {
            return ResultsFile.create(file, options.grading());
        }
        ResultsFile results = ResultsFile.resume(file, options.grading(), walk, tally::addResumed);
        if (tally.samples() > 0) {
            progress.warned(
                    "%s has %d of %d results already, which are taken over"
                            .formatted(file, tally.samples(), samples.size()));
        }
        if (results.untold() > 0) {
            progress.warned(
                    "%d of them do not say how they were graded; they are taken as graded '%s'"
                            .formatted(results.untold(), options.grading().key()));
        }
        return results;
    }

    private void judgeAll(SampleSource.Walk walk, PassTally tally, Optional<ResultsFile> results) {
        Counter done = new Counter(tally.samples());
        new OrderedRuns<Sample, Sample.Judged>(options.workers(), judge::judge)
                .run(
                        walk,
                        judged ->
                                progress.finished(
                                        judged.sample().taskId(),
                                        judged.kind(),
                                        done.next(),
                                        samples.size()),
                        judged -> {
                            tally.add(judged);
                            results.ifPresent(file -> file.write(judged, integerIds));
                        });
    }

    /** Counts what is done. */
    private static final class Counter {
        private long value;

        Counter(long start) {
            value = start;
        }

        long next() {
            return ++value;
        }
    }
}
