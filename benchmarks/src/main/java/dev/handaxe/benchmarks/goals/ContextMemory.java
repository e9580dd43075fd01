package dev.handaxe.benchmarks.goals;

import dev.handaxe.benchmarks.compare.TimedCalls;
import dev.handaxe.benchmarks.goals.GoalFigure.Quantity;
import dev.handaxe.benchmarks.goals.GoalFigure.Spread;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Goal 6: a worker's memory when it is idle, and over many fresh contexts, of which the interpreter
 * keeps a part, until the worker is replaced.
 */
record ContextMemory(GoalCounts counts) implements GoalMeasure {
    private static final int EVERY = 10;

    /** A worker is replaced after 400 calls; what comes then is no more than what was there. */
    private static final int LIVES = 3;

    private static final double MIB = 1 << 20;

    @Override
    public String title() {
        return "memory over fresh contexts";
    }

    @Override
    public List<GoalFigure> measure() {
        List<ResidentMemory> seen = new ArrayList<>();
        SandboxOptions one = SandboxOptions.defaults().withWorkers(1).withSpares(0);
        try (Sandbox sandbox = Sandbox.open(one)) {
            sandbox.warm(ExecutionPolicy.untrusted());
            Pause.of(counts.pause().multipliedBy(EVERY)); // its contexts are being made
            ResidentMemory idle = ResidentMemory.ofTheWorker();
            for (int i = 0; i < counts.contexts() * LIVES; i++) {
                call(sandbox);
                if (i % EVERY == 0) {
                    sandbox.warm(ExecutionPolicy.untrusted()); // it may just have been replaced
                    seen.add(ResidentMemory.ofTheWorker());
                }
            }
            List<GoalFigure> figures = new ArrayList<>(idle.figures("an idle worker, fresh"));
            figures.add(overContexts(seen));
            return figures;
        }
    }

    private GoalFigure overContexts(List<ResidentMemory> seen) {
        Set<Long> pids = new HashSet<>();
        seen.forEach(each -> pids.add(each.pid()));
        double low = seen.stream().mapToLong(ResidentMemory::rss).min().orElseThrow() / MIB;
        double high = seen.stream().mapToLong(ResidentMemory::rss).max().orElseThrow() / MIB;
        return new GoalFigure(
                6,
                new Quantity(
                        "resident, most over %d fresh contexts (%d workers)"
                                .formatted(counts.contexts() * LIVES, pids.size()),
                        "MiB"),
                high,
                new Spread(low, high),
                Bound.NONE);
    }

    private static void call(Sandbox sandbox) {
        var _ =
                TimedCalls.ONE.micros(
                        call ->
                                sandbox.call(
                                        TimedCalls.FUNCTIONS, call, ExecutionPolicy.untrusted()));
    }
}
