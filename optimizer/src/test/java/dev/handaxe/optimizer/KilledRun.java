package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A training run in a process of its own, there to be killed. One of its threads stops for ever at
 * the step it is told, says so on stdout, and leaves the others to what they are doing.
 */
final class KilledRun {
    static final Splits SPLITS = World.splits(7, 4, 3);

    private KilledRun() {}

    /** Arguments: the run's folder, the step to stop at, {@code sandbox} or {@code fake}. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int stopAt = Integer.parseInt(arguments[1]);
        var steps = new AtomicInteger();
        Runnable step =
                () -> {
                    if (steps.incrementAndGet() == stopAt) {
                        System.out.println("stopped");
                        waitForEver();
                    }
                };
        if (arguments[2].equals("sandbox")) {
            try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(2))) {
                train(folder, new PureModel(step), stepping(step, sandbox::call));
            }
        } else {
            train(folder, new PureModel(step), stepping(step, PureModel.runner()));
        }
    }

    private static void waitForEver() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // only a kill ends it
            }
        }
    }

    private static FunctionRunner stepping(Runnable step, FunctionRunner runner) {
        return (functions, invocation, policy) -> {
            step.run();
            return runner.call(functions, invocation, policy);
        };
    }

    /** Begins the run of that folder, or goes on with it. */
    static TrainingResult train(Path folder, PureModel model, FunctionRunner runner) {
        RunFolder run =
                Files.exists(folder.resolve("run.json"))
                        ? RunFolder.open(folder)
                        : RunFolder.create(folder, Map.of());
        try (ModelGateway gateway = ModelGateway.live(model).build()) {
            return new Trainer(gateway, runner, World.GRADER)
                    .train(
                            run,
                            SPLITS,
                            FunctionSet.empty(),
                            World.options().epochs(5).patience(5).concurrency(4).build(),
                            TrainingListener.NONE);
        }
    }
}
