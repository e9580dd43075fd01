package dev.handaxe.cli;

import java.nio.file.Path;
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
                .addSubcommand(new TraceBench(session))
                .addSubcommand(new TrainBench(session));
    }

    @Override
    public Integer call() {
        throw new UsageException("name one of: bench compare, bench trace, bench train");
    }

    /** {@code bench compare}. */
    @Command(
            name = "compare",
            description = "Cold start, warm call and HumanEval, beside CPython process by process.")
    static final class Compare extends HandaxeCommand {
        @Option(
                names = "--data",
                paramLabel = "PATH",
                description = "HumanEval's file; without it only cold start and warm call.")
        private @Nullable Path data;

        @Option(
                names = "--workers",
                paramLabel = "N",
                description = "Workers, and processes of the peer (default: processors).")
        private @Nullable Integer workers;

        Compare(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            int count = workers == null ? Runtime.getRuntime().availableProcessors() : workers;
            SpeedComparison comparison;
            try (ProgressDisplay progress = progress()) {
                comparison = SpeedComparison.measure(data, count, progress);
            }
            print(comparison.object(), comparison::print);
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
