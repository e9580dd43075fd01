package dev.handaxe.benchmarks.goals;

import dev.handaxe.benchmarks.compare.Samples;
import dev.handaxe.benchmarks.compare.TimedCalls;
import dev.handaxe.benchmarks.goals.GoalFigure.Quantity;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * Goals 1 and 6: calls of a trivial function in a session, and the memory of its worker before and
 * after them.
 */
record WarmCalls(GoalCounts counts) implements GoalMeasure {
    private static final Bound MEDIAN = Bound.atMost(60);
    private static final Bound P99 = Bound.atMost(300);
    private static final Bound FLAT = Bound.atMost(1.1);

    @Override
    public String title() {
        return "calls in a session";
    }

    @Override
    public List<GoalFigure> measure() {
        try (Sandbox sandbox =
                        Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(0));
                Session session =
                        sandbox.openSession(TimedCalls.FUNCTIONS, ExecutionPolicy.session())) {
            TimedCalls plus = TimedCalls.PLUS;
            var _ = plus.micros(counts.calls() / 5 + 1, session::call);
            ResidentMemory before = ResidentMemory.ofTheWorker();
            double[] micros = plus.micros(counts.calls(), session::call);
            ResidentMemory after = ResidentMemory.ofTheWorker();
            List<GoalFigure> figures = new ArrayList<>();
            figures.add(
                    GoalFigure.of(
                            1,
                            new Quantity("a warm call in a session, median", "us"),
                            micros,
                            Samples::median,
                            MEDIAN));
            figures.add(
                    GoalFigure.of(
                            1,
                            new Quantity("a warm call in a session, p99", "us"),
                            micros,
                            all -> all.quantile(0.99),
                            P99));
            figures.addAll(before.figures("the worker of a session, warm"));
            figures.add(
                    GoalFigure.single(
                            6,
                            new Quantity(
                                    "its resident memory after %d calls, over before"
                                            .formatted(counts.calls()),
                                    "x"),
                            (double) after.rss() / before.rss(),
                            FLAT));
            return figures;
        }
    }
}
