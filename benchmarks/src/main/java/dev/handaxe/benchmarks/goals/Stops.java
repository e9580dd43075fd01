package dev.handaxe.benchmarks.goals;

import dev.handaxe.benchmarks.compare.Samples;
import dev.handaxe.benchmarks.compare.TimedCalls;
import dev.handaxe.benchmarks.goals.GoalFigure.Quantity;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;

/**
 * Goal 4: how far beyond its limit a guest comes that does not cooperate, and how long the next
 * call waits for its worker when a spare is there.
 */
record Stops(GoalCounts counts) implements GoalMeasure {
    private static final Bound OVERRUN = Bound.atMost(250);
    private static final Bound NEXT = Bound.atMost(5);
    private static final Duration SPARE_PATIENCE = Duration.ofMinutes(2);
    private static final int WORKER_AND_SPARE = 2;

    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.untrusted().with(LimitName.CPU_MS, 300).with(LimitName.WALL_MS, 600);

    /** One catches every exception; the others are builtins that look at no interrupt. */
    private static final List<String> UNCOOPERATIVE =
            List.of(
                    """
                    while True:
                        try:
                            while True:
                                pass
                        except BaseException:
                            pass
                    """,
                    "sum(range(10**12))\n",
                    "10**10**8\n",
                    "import itertools\nmax(itertools.count())\n");

    @Override
    public String title() {
        return "stops";
    }

    @Override
    public List<GoalFigure> measure() {
        MeterRegistry meters = new SimpleMeterRegistry();
        double[] overruns = new double[counts.starts() * UNCOOPERATIVE.size()];
        double[] waits = new double[overruns.length];
        SandboxOptions spare =
                SandboxOptions.defaults().withWorkers(1).withSpares(1).withMeters(meters);
        try (Sandbox sandbox = Sandbox.open(spare)) {
            sandbox.warm(POLICY);
            for (int i = 0; i < overruns.length; i++) {
                Pause.until(() -> isWhole(meters), SPARE_PATIENCE, "no spare worker was ready");
                String program = UNCOOPERATIVE.get(i % UNCOOPERATIVE.size());
                overruns[i] = overrunMillis(sandbox, program);
                waits[i] = waitMillis(sandbox);
            }
        }
        return List.of(
                GoalFigure.of(
                        4,
                        new Quantity("overrun of a guest that does not cooperate, most", "ms"),
                        overruns,
                        all -> all.quantile(1),
                        OVERRUN),
                GoalFigure.of(
                        4,
                        new Quantity("overrun of a guest that does not cooperate, median", "ms"),
                        overruns,
                        Samples::median,
                        Bound.NONE),
                GoalFigure.of(
                        4,
                        new Quantity("the next call's wait for its worker, most", "ms"),
                        waits,
                        all -> all.quantile(1),
                        NEXT));
    }

    private static boolean isWhole(MeterRegistry meters) {
        Gauge idle = meters.find("handaxe.sandbox.workers").tag("state", "idle").gauge();
        return idle != null && idle.value() >= WORKER_AND_SPARE;
    }

    private static double overrunMillis(Sandbox sandbox, String program) {
        Outcome outcome = sandbox.call(FunctionSet.empty(), Invocation.program(program), POLICY);
        if (outcome instanceof Outcome.LimitExceeded exceeded) {
            return exceeded.breach().overrun().toNanos() / 1e6;
        }
        throw new HandaxeException(
                Code.WORKER_START,
                "a guest without end was not stopped, but ended as " + outcome.kind());
    }

    private static double waitMillis(Sandbox sandbox) {
        TimedCalls one = TimedCalls.ONE;
        Outcome outcome = sandbox.call(TimedCalls.FUNCTIONS, one.invocation(), POLICY);
        if (outcome instanceof Outcome.Returned returned) {
            return returned.report().metrics().queue().toNanos() / 1e6;
        }
        throw new HandaxeException(
                Code.WORKER_START, "the call after a stop ended as " + outcome.kind());
    }
}
