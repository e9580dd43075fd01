package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Pass;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs samples of code against a data set's tests in the sandbox, several at once, and scores them.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults())) {
 *     EvaluationResult result = Evaluation.run(
 *             EvaluationOptions.builder("humaneval", data).build(), sandbox, Progress.NONE);
 * }
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
    private final EvaluationOptions options;
    private final SampleJudge judge;
    private final Progress progress;
    private final SampleSource samples;
    private final boolean integerIds;

    private Evaluation(EvaluationOptions options, GuestRunner runner, Progress progress) {
        this.options = options;
        this.progress = progress;
        judge = new SampleJudge(runner, options.policy());
        samples =
                SampleSource.of(
                        options,
                        CodeTasks.load(options.dataSet(), options.data()),
                        progress::warned);
        integerIds = CodeTasks.hasIntegerIds(options.dataSet());
    }

    /**
     * Evaluates in a sandbox; under {@link Isolation#SESSION} in sessions, one for each worker, of
     * which the sandbox must allow as many. Then a sample has globals of its own, but finds modules
     * and builtins as those before it left them.
     *
     * @throws HandaxeException if a file is malformed (naming file, line and field), if the host
     *     cannot run workers, or if the thread is interrupted; results so far are in the file of
     *     results
     */
    public static EvaluationResult run(
            EvaluationOptions options, Sandbox sandbox, Progress progress) {
        if (options.policy().isolation() != Isolation.SESSION) {
            return run(options, sandbox::call, progress);
        }
        try (SessionRunner runner = new SessionRunner(sandbox)) {
            return run(options, runner, progress);
        }
    }

    /**
     * Evaluates with another way to run guest code.
     *
     * @throws HandaxeException as above
     */
    public static EvaluationResult run(
            EvaluationOptions options, GuestRunner runner, Progress progress) {
        return new Evaluation(options, runner, progress).allPasses();
    }

    private EvaluationResult allPasses() {
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
        var file = options.out().orElseThrow();
        return options.isResumed()
                ? ResultsFile.resume(file, walk, tally::addResumed)
                : ResultsFile.create(file);
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
