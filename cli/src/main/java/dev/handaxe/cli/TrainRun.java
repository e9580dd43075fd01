package dev.handaxe.cli;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.optimizer.ModelGateway;
import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Trainer;
import dev.handaxe.optimizer.TrainingOptions;
import dev.handaxe.optimizer.TrainingResult;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One training run from its settings to its result. Confined to one thread.
 *
 * @param begun the folder of a run that goes on; a new run makes its folder when it trains
 */
record TrainRun(Path folder, TrainSettings settings, Optional<RunFolder> begun) {

    /** A new run. */
    static TrainRun begin(Path folder, TrainSettings settings) {
        return new TrainRun(folder, settings, Optional.empty());
    }

    /** A run that goes on. */
    static TrainRun resume(Path folder, Map<String, String> given) {
        RunFolder run = RunFolder.open(folder);
        return new TrainRun(
                folder, new TrainSettings(run.settings()).resumedWith(given), Optional.of(run));
    }

    /** What it will take at most. */
    Forecast forecast() {
        return Forecast.of(settings.dataset(), settings.draw(settings.data()), settings.options());
    }

    /**
     * Trains.
     *
     * @param environment has the providers' keys
     * @param record where to record every model call
     * @throws HandaxeException saying how to go on, once the run has begun
     */
    TrainingResult train(
            Map<String, String> environment, Optional<Path> record, TrainingProgress progress) {
        TaskData data = settings.data();
        Splits splits = settings.draw(data);
        FunctionSet start = settings.functions();
        TrainingOptions options = settings.options();
        try (ModelGateway gateway = Models.open(settings, environment, record);
                Sandbox sandbox = Sandbox.open(sandboxOptions(options))) {
            progress.watch(gateway::spending);
            RunFolder run = begun.orElseGet(() -> RunFolder.create(folder, settings.values()));
            try {
                return new Trainer(gateway, sandbox::call, data.grader())
                        .train(run, splits, start, options, progress);
            } catch (HandaxeException e) {
                throw howToGoOn(e);
            }
        }
    }

    private static SandboxOptions sandboxOptions(TrainingOptions options) {
        SandboxOptions standard = SandboxOptions.defaults();
        return standard.withWorkers(Math.min(standard.workers(), options.concurrency()));
    }

    private HandaxeException howToGoOn(HandaxeException fault) {
        return switch (fault.code()) {
            case INTERRUPTED, PROVIDER, WORKER_START, WORKER_HOME, IO ->
                    new HandaxeException(
                            fault.code(),
                            "%s; what was done is kept, go on with: handaxe train --resume %s"
                                    .formatted(fault.getMessage(), folder),
                            fault);
            case INVALID_INPUT, REPLAY_MISMATCH, NO_JDK, CONFINEMENT, SESSION_LIMIT, CLOSED ->
                    fault;
        };
    }
}
