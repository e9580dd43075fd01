package dev.handaxe.benchmarks.goals;

import dev.handaxe.benchmarks.compare.Samples;
import dev.handaxe.benchmarks.compare.TimedCalls;
import dev.handaxe.benchmarks.goals.GoalFigure.Quantity;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Goal 7: what two workers do beside what one does, the same programs in turns, and how long the
 * unluckiest of sixteen callers waits for one of two workers.
 */
record ManyWorkers(GoalCounts counts) implements GoalMeasure {
    private static final Bound TWICE = Bound.atLeast(1.8);
    private static final Bound FAIR = Bound.atMost(3);
    private static final int MOST_ROUNDS = 5;
    private static final int CALLERS = 16;
    private static final int WORKERS = 2;

    /** Some milliseconds of a processor. */
    private static final TimedCalls WORK =
            TimedCalls.program("assert sum(i * i for i in range(30_000)) > 0\n");

    private static final SandboxOptions TWO =
            SandboxOptions.defaults().withWorkers(WORKERS).withSpares(0);

    @Override
    public String title() {
        return "one and two workers, many callers";
    }

    @Override
    public List<GoalFigure> measure() {
        return List.of(
                sessions(),
                contexts("fresh", Isolation.CONTEXT),
                contexts("restored", Isolation.RESTORED),
                fairness());
    }

    private int rounds() {
        return Math.min(MOST_ROUNDS, counts.starts());
    }

    private GoalFigure sessions() {
        try (Sandbox sandbox = Sandbox.open(TWO);
                Session first =
                        sandbox.openSession(FunctionSet.empty(), ExecutionPolicy.session());
                Session second =
                        sandbox.openSession(FunctionSet.empty(), ExecutionPolicy.session())) {
            return ratio("two workers over one, in sessions", first::call, second::call);
        }
    }

    private GoalFigure contexts(String which, Isolation isolation) {
        ExecutionPolicy policy = ExecutionPolicy.evaluation().with(isolation);
        try (Sandbox sandbox = Sandbox.open(TWO)) {
            Function<Invocation, Outcome> call =
                    work -> sandbox.call(FunctionSet.empty(), work, policy);
            return ratio("two workers over one, a " + which + " context each", call, call);
        }
    }

    /** The throughput of two callers with a worker each, over that of the first alone. */
    private GoalFigure ratio(
            String what,
            Function<Invocation, Outcome> first,
            Function<Invocation, Outcome> second) {
        double[] ratios = new double[rounds()];
        int calls = Math.max(1, counts.contexts() / rounds());
        perSecond(calls, List.of(first, second));
        for (int round = 0; round < rounds(); round++) {
            double one = perSecond(calls, List.of(first));
            ratios[round] = perSecond(calls, List.of(first, second)) / one;
        }
        return GoalFigure.of(7, new Quantity(what, "x"), ratios, Samples::median, TWICE);
    }

    private static double perSecond(int calls, List<Function<Invocation, Outcome>> callers) {
        List<Callable<double[]>> all = new ArrayList<>();
        callers.forEach(caller -> all.add(() -> WORK.micros(calls, caller)));
        long start = System.nanoTime();
        AtOnce.all(all);
        return calls * callers.size() * 1e9 / (System.nanoTime() - start);
    }

    /**
     * The fair share of a caller's wait is that all others have their turn first: the mean time in
     * which every caller is served once, less its own.
     */
    private GoalFigure fairness() {
        int calls = Math.max(2, counts.contexts() / CALLERS);
        try (Sandbox sandbox = Sandbox.open(TWO)) {
            var _ = waits(sandbox, 1);
            double[] longest = new double[rounds()];
            for (int round = 0; round < rounds(); round++) {
                long start = System.nanoTime();
                List<double[]> waits =
                        AtOnce.all(Collections.nCopies(CALLERS, () -> waits(sandbox, calls)));
                double turn = (System.nanoTime() - start) / 1e6 / calls;
                double share = turn * (CALLERS - WORKERS) / CALLERS;
                double most =
                        waits.stream()
                                .mapToDouble(w -> new Samples(w).quantile(1))
                                .max()
                                .orElseThrow();
                longest[round] = most / share;
            }
            return GoalFigure.of(
                    7,
                    new Quantity("16 callers on 2 workers: longest wait over the fair one", "x"),
                    longest,
                    all -> all.quantile(1),
                    FAIR);
        }
    }

    /** Milliseconds that each call waited for its worker. */
    private static double[] waits(Sandbox sandbox, int calls) {
        double[] waits = new double[calls];
        for (int i = 0; i < calls; i++) {
            Outcome outcome =
                    sandbox.call(
                            FunctionSet.empty(), WORK.invocation(), ExecutionPolicy.evaluation());
            waits[i] = outcome.report().metrics().queue().toNanos() / 1e6;
        }
        return waits;
    }
}
