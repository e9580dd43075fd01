package dev.handaxe.cli;

import dev.handaxe.benchmarks.ReferencePrograms;
import dev.handaxe.benchmarks.compare.SpeedComparison;
import dev.handaxe.benchmarks.compare.SpeedTable;
import dev.handaxe.benchmarks.goals.GoalCounts;
import dev.handaxe.benchmarks.goals.GoalRun;
import dev.handaxe.benchmarks.goals.GoalTable;
import dev.handaxe.benchmarks.hot.HotRun;
import dev.handaxe.benchmarks.hot.HotTable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code handaxe bench}: speed beside the peers on this host. Confined to one thread. */
@Command(name = "bench", description = "Measure speed on this host.")
final class BenchCommand extends HandaxeCommand {

    private BenchCommand(Session session) {
        super(session);
    }

    static CommandLine commandLine(Session session) {
        return new CommandLine(new BenchCommand(session))
                .addSubcommand(new Compare(session))
                .addSubcommand(new Goals(session))
                .addSubcommand(new Hot(session))
                .addSubcommand(new TraceBench(session))
                .addSubcommand(new TrainBench(session));
    }

    @Override
    public Integer call() {
        throw new UsageException(
                "name one of: bench compare, bench goals, bench hot, bench trace, bench train");
    }

    /** {@code bench compare}. */
    @Command(
            name = "compare",
            description = "Handaxe beside CPython, Pyodide and Monty: the same programs, in turns.")
    static final class Compare extends HandaxeCommand {
        @Option(
                names = "--data",
                paramLabel = "PATH",
                description =
                        "HumanEval's file, whose solutions CPython runs unconfined"
                                + " (default: 18 programs that ship).")
        private @Nullable Path data;

        @Option(
                names = "--workers",
                paramLabel = "N",
                description = "Workers, and processes of CPython at once (default: processors).")
        private @Nullable Integer workers;

        @Option(names = "--rounds", paramLabel = "N", description = "Passes of each (3).")
        private int rounds = 3;

        @Option(
                names = "--peers",
                paramLabel = "DIR",
                description =
                        "Its node_modules has pyodide and @pydantic/monty, which run unconfined"
                                + " (default: neither).")
        private @Nullable Path peers;

        Compare(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            SpeedComparison comparison =
                    SpeedComparison.of(
                                    data == null
                                            ? ReferencePrograms.shipped()
                                            : ReferencePrograms.of("humaneval", data))
                            .rounds(rounds);
            if (peers != null) {
                comparison.packages(peers);
            }
            if (workers != null) {
                comparison.parallel(workers);
            }
            SpeedTable table;
            try (ProgressDisplay progress = progress()) {
                table = comparison.run(progress::say);
            }
            print(table.json(), table.lines());
            return ExitCode.DONE.number();
        }
    }

    /** {@code bench goals}. */
    @Command(
            name = "goals",
            description = "Latency, cold start, stops, memory and many callers, beside the goals.")
    static final class Goals extends HandaxeCommand {
        /** Set by the launcher: where it is. */
        private static final String LAUNCHER = "handaxe.launcher";

        @Option(names = "--calls", paramLabel = "N", description = "Calls in a session (10000).")
        private int calls = GoalCounts.FULL.calls();

        @Option(
                names = "--contexts",
                paramLabel = "N",
                description = "Contexts of each kind (300).")
        private int contexts = GoalCounts.FULL.contexts();

        @Option(names = "--starts", paramLabel = "N", description = "Cold starts, and stops (9).")
        private int starts = GoalCounts.FULL.starts();

        @Option(
                names = "--pause",
                paramLabel = "MS",
                description = "Milliseconds between calls at low load (150).")
        private long pause = GoalCounts.FULL.pause().toMillis();

        Goals(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            GoalRun run =
                    GoalRun.of(new GoalCounts(calls, contexts, starts, Duration.ofMillis(pause)));
            String launcher = System.getProperty(LAUNCHER);
            if (launcher != null) {
                run.launcher(Path.of(launcher));
            }
            GoalTable table;
            try (ProgressDisplay progress = progress()) {
                table = run.run(progress::say);
            }
            print(table.json(), table.lines());
            return ExitCode.DONE.number();
        }
    }

    /** {@code bench hot}. */
    @Command(
            name = "hot",
            description = "Functions that are called many times: each image beside CPython.")
    static final class Hot extends HandaxeCommand {
        @Option(
                names = "--seconds",
                paramLabel = "N",
                description = "Time for each of eight functions in each place (15).")
        private long seconds = 15;

        Hot(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            HotRun run = HotRun.of(Duration.ofSeconds(seconds));
            HotTable table;
            try (ProgressDisplay progress = progress()) {
                table = run.run(progress::say);
            }
            print(table.json(), table.lines());
            return ExitCode.DONE.number();
        }
    }

    /** {@code bench trace}. */
    @Command(name = "trace", description = "What each trace mode costs, and reading locals.")
    static final class TraceBench extends HandaxeCommand {

        TraceBench(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            TraceCost cost;
            try (ProgressDisplay progress = progress()) {
                cost = TraceCost.measure(progress);
            }
            print(cost.object(), cost::print);
            return ExitCode.DONE.number();
        }
    }

    /** {@code bench train}. */
    @Command(
            name = "train",
            description = "What training takes without its models: time, memory, disk.")
    static final class TrainBench extends HandaxeCommand {
        @Option(names = "--tasks", paramLabel = "N", description = "Training tasks (100).")
        private int tasks = 100;

        @Option(names = "--epochs", paramLabel = "E", description = "Epochs (10).")
        private int epochs = 10;

        @Option(names = "--concurrency", paramLabel = "N", description = "Rollouts at a time (4).")
        private int concurrency = 4;

        TrainBench(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            if (tasks < 1 || epochs < 1) {
                throw new UsageException("--tasks and --epochs are 1 or more");
            }
            FrameworkSpeed speed;
            try (ProgressDisplay progress = progress()) {
                speed =
                        FrameworkSpeed.measure(
                                new FrameworkSpeed.Size(tasks, epochs, concurrency), progress);
            }
            print(speed.object(), speed::print);
            return ExitCode.DONE.number();
        }
    }
}
