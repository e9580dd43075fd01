package dev.handaxe.benchmarks;

import dev.handaxe.optimizer.FunctionRunner;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;

/**
 * Runs a sample and its tests at the same time in two guests. The tests are the data set's, so
 * their guests are kept from sample to sample, each time with fresh globals; a sample's is its own.
 *
 * <p>Thread-safe. Whoever makes it closes it, and with it the guests of the tests.
 */
final class TestsApart implements AutoCloseable {
    /** The sample's limits should be met first: its outcome says more. */
    private static final long MORE_MS = 10_000;

    private final SessionRunner tests;
    private final ExamRoom samples;
    private final UnaryOperator<FunctionRunner> meter;

    TestsApart(Sandbox sandbox, GuestRunner samples) {
        this(new SessionRunner(sandbox), samples, UnaryOperator.identity());
    }

    /**
     * The same with guests for tests that others use, too.
     *
     * @param meter goes around what runs the tests
     */
    TestsApart(SessionRunner tests, GuestRunner samples, UnaryOperator<FunctionRunner> meter) {
        this.tests = tests;
        this.meter = meter;
        this.samples = new ExamRoom(samples);
    }

    /**
     * What became of both.
     *
     * @param sample of its guest
     * @param tests of theirs; empty where the sample ended before they began
     * @param exam what went between them
     */
    record Ends(Outcome sample, Optional<Outcome> tests, RelayedExam exam) {}

    /**
     * Runs both to their ends. The sample's time does not begin before a guest of tests is ready.
     */
    Ends run(Attempt.Apart attempt, ExecutionPolicy policy) {
        RelayedExam exam = new RelayedExam();
        ExecutionPolicy testing = testing(policy);
        try (SessionRunner.Turn turn = tests.turn(testing);
                ExamHall.Seat seat = ExamHall.open(exam)) {
            FutureTask<Outcome> sample =
                    new FutureTask<>(() -> sampleOf(attempt, exam, seat, policy));
            Thread thread = Thread.ofPlatform().daemon().name("handaxe-sample").start(sample);
            try {
                if (!exam.awaitSample()) {
                    return new Ends(Awaited.of(sample), Optional.empty(), exam);
                }
                String program = attempt.tests().program(seat.token());
                Outcome tested =
                        meter.apply((functions, invocation, _) -> turn.call(functions, invocation))
                                .call(FunctionSet.empty(), Invocation.program(program), testing);
                exam.testsEnded();
                return new Ends(Awaited.of(sample), Optional.of(tested), exam);
            } catch (InterruptedException e) {
                throw Awaited.interrupted(e);
            } finally {
                exam.testsEnded();
                thread.interrupt();
            }
        }
    }

    private Outcome sampleOf(
            Attempt.Apart attempt, RelayedExam exam, ExamHall.Seat seat, ExecutionPolicy policy) {
        try {
            return samples.answer(attempt.source(), seat, policy);
        } finally {
            exam.sampleEnded();
        }
    }

    private static ExecutionPolicy testing(ExecutionPolicy policy) {
        long wall = policy.limits().get(LimitName.WALL_MS) + MORE_MS;
        return ExamRoom.granting(policy, ExamHall.ASK)
                .with(LimitName.WALL_MS, Math.min(wall, LimitName.WALL_MS.max()));
    }

    @Override
    public void close() {
        tests.close();
    }
}
