package dev.handaxe.benchmarks.goals;

import dev.handaxe.benchmarks.compare.Samples;
import dev.handaxe.benchmarks.compare.TimedCalls;
import dev.handaxe.benchmarks.goals.GoalFigure.Quantity;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Goal 3: the whole of {@code handaxe run} from its start to its end, and the time from opening a
 * sandbox until two workers are ready.
 *
 * @param launcher the program {@code handaxe}; without it the command is not measured
 */
record ColdStart(GoalCounts counts, Optional<Path> launcher) implements GoalMeasure {
    private static final Bound REQUIRED = Bound.atMost(2.2);
    private static final Bound AIMED_AT = Bound.atMost(1.2);
    private static final Bound POOL = Bound.atMost(2.5);
    private static final String FUNCTION = "def f(n): return n + 1\n";

    @Override
    public String title() {
        return "cold starts";
    }

    @Override
    public List<GoalFigure> measure() {
        List<GoalFigure> figures = new ArrayList<>();
        launcher.ifPresent(
                program -> {
                    double[] seconds = seconds(() -> command(program));
                    String what = "./handaxe run of a one-line function";
                    figures.add(figure(what + ", required", seconds, REQUIRED));
                    figures.add(figure(what + ", aimed at", seconds, AIMED_AT));
                });
        figures.add(figure("a pool of 2 is ready", seconds(ColdStart::pool), POOL));
        return figures;
    }

    private static GoalFigure figure(String what, double[] seconds, Bound bound) {
        return GoalFigure.of(3, new Quantity(what, "s"), seconds, Samples::median, bound);
    }

    /** What it takes, after one that is not counted: it may have to build, or to make a cache. */
    private double[] seconds(Runnable start) {
        start.run();
        double[] seconds = new double[counts.starts()];
        for (int i = 0; i < seconds.length; i++) {
            long from = System.nanoTime();
            start.run();
            seconds[i] = (System.nanoTime() - from) / 1e9;
        }
        return seconds;
    }

    private static void command(Path program) {
        List<String> command =
                List.of(program.toString(), "run", "-", "--call", "f", "--args", "[41]");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(FUNCTION);
            }
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 || !out.equals("42\n")) {
                throw new HandaxeException(
                        Code.WORKER_START, program + " run did not print what it must");
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.WORKER_START, program + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
        }
    }

    /** A session has a worker of its own, and is open when that is ready. */
    private static void pool() {
        SandboxOptions two = SandboxOptions.defaults().withWorkers(2).withSpares(0);
        try (Sandbox sandbox = Sandbox.open(two)) {
            Callable<Session> open =
                    () -> sandbox.openSession(TimedCalls.FUNCTIONS, ExecutionPolicy.session());
            AtOnce.all(List.of(open, open)).forEach(Session::close);
        }
    }
}
