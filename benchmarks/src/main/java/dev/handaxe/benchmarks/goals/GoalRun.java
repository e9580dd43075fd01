package dev.handaxe.benchmarks.goals;

import dev.handaxe.benchmarks.compare.Host;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.HandaxeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures the goals of speed on this host, one after the other: warm calls (1), contexts at low
 * load (2) and with imports (8), cold starts (3), stops (4), memory (6), many callers (7). What is
 * measured at full load beside CPython is {@link dev.handaxe.benchmarks.compare.SpeedComparison}'s.
 *
 * <pre>{@code
 * GoalTable table = GoalRun.of(GoalCounts.FULL).launcher(Path.of("handaxe")).run(System.err::println);
 * }</pre>
 *
 * <p>Confined to one thread. It looks at its own child processes, so nothing else of this process
 * may run workers meanwhile.
 */
public final class GoalRun {
    private final GoalCounts counts;
    private Optional<Path> launcher = Optional.empty();

    private GoalRun(GoalCounts counts) {
        this.counts = counts;
    }

    /** A run that measures so much. */
    public static GoalRun of(GoalCounts counts) {
        return new GoalRun(counts);
    }

    /** The program {@code handaxe}, whose cold start is measured; without it, it is left out. */
    public GoalRun launcher(Path program) {
        launcher = Optional.of(program);
        return this;
    }

    /**
     * Measures.
     *
     * @param say is told what is being measured
     * @throws HandaxeException if this host cannot run workers, or a call does not end as it must
     */
    public GoalTable run(Consumer<String> say) {
        List<GoalFigure> figures = new ArrayList<>();
        for (GoalMeasure measure :
                List.of(
                        new WarmCalls(counts),
                        new FreshContexts(counts, Isolation.CONTEXT),
                        new FreshContexts(counts, Isolation.RESTORED),
                        new ColdStart(counts, launcher),
                        new Stops(counts),
                        new ContextMemory(counts),
                        new ManyWorkers(counts))) {
            say.accept("measuring " + measure.title());
            figures.addAll(measure.measure());
        }
        figures.sort((one, other) -> Integer.compare(one.goal(), other.goal()));
        List<String> skipped =
                launcher.isPresent()
                        ? List.of()
                        : List.of("the command's cold start: start this by ./handaxe");
        return new GoalTable(Host.here(), figures, skipped);
    }
}
