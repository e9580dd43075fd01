package dev.handaxe.cli;

import dev.handaxe.benchmarks.EvaluationEngine;
import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.optimizer.FunctionRunner;
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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One training run from its settings to its result. Confined to one thread.
 *
 * @param begun the folder of a run that goes on; a new run makes its folder when it trains
 * @param first the set to begin with; empty: the one that the settings name
 */
record TrainRun(
        Path folder,
        TrainSettings settings,
        Optional<RunFolder> begun,
        Optional<FunctionSet> first) {

    /** A new run. */
    static TrainRun begin(Path folder, TrainSettings settings) {
        return new TrainRun(folder, settings, Optional.empty(), Optional.empty());
    }

    /** A run that goes on. */
    static TrainRun resume(Path folder, Map<String, String> given) {
        RunFolder run = RunFolder.open(folder);
        return new TrainRun(
                folder,
                new TrainSettings(run.settings()).resumedWith(given),
                Optional.of(run),
                Optional.empty());
    }

    /** The same with those budgets and no other, whatever it was begun with. */
    TrainRun withBudgets(Map<String, String> budgets) {
        return new TrainRun(folder, settings.withBudgets(budgets), begun, first);
    }

    /** The same from that set, which no store need have. */
    TrainRun from(FunctionSet functions) {
        return new TrainRun(folder, settings, begun, Optional.of(functions));
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
        return train(environment, record, progress, sandbox -> sandbox::call);
    }

    /**
     * The same with calls on a cluster. Calls that talk to this machine while they run, as those do
     * that grade code, are made here, as are all of a model.
     *
     * @param calls closed by its maker
     */
    TrainingResult train(
            Map<String, String> environment,
            Optional<Path> record,
            TrainingProgress progress,
            EvaluationEngine.Calls calls) {
        return train(
                environment,
                record,
                progress,
                sandbox ->
                        (functions, invocation, policy) ->
                                policy.grants().hostFunctions().isEmpty()
                                        ? calls.call(functions, invocation, policy)
                                        : sandbox.call(functions, invocation, policy));
    }

    private TrainingResult train(
            Map<String, String> environment,
            Optional<Path> record,
            TrainingProgress progress,
            Function<Sandbox, FunctionRunner> runner) {
        Material material = material();
        SandboxOptions prepared = material.data.prepared(sandboxOptions(settings.options()));
        try (ModelGateway gateway = Models.open(settings, environment, record);
                Sandbox sandbox = Sandbox.open(prepared)) {
            RunFolder run = runFolder();
            try {
                return train(run, material, gateway, sandbox, runner.apply(sandbox), progress);
            } catch (HandaxeException e) {
                throw howToGoOn(e);
            }
        }
    }

    /**
     * The same in a sandbox that serves other runs, too; a fault is told as it is.
     *
     * @param sandbox asked for once there is a model to ask
     */
    TrainingResult trainIn(
            Supplier<Sandbox> sandbox,
            Map<String, String> environment,
            Optional<Path> record,
            TrainingProgress progress) {
        Material material = material();
        try (ModelGateway gateway = Models.open(settings, environment, record)) {
            Sandbox workers = sandbox.get();
            return train(runFolder(), material, gateway, workers, workers::call, progress);
        }
    }

    /** What is trained with: read before anything is opened or made. */
    private record Material(TaskData data, Splits splits, FunctionSet start) {}

    private Material material() {
        TaskData data = settings.data();
        return new Material(data, settings.draw(data), first.orElseGet(settings::functions));
    }

    private RunFolder runFolder() {
        return begun.orElseGet(() -> RunFolder.create(folder, settings.values()));
    }

    private TrainingResult train(
            RunFolder run,
            Material material,
            ModelGateway gateway,
            Sandbox sandbox,
            FunctionRunner runner,
            TrainingProgress progress) {
        progress.watch(gateway::spending);
        return new Trainer(gateway, runner, material.data.graderIn(sandbox))
                .train(run, material.splits, material.start, settings.options(), progress);
    }

    /** The options of a sandbox for runs with those options. */
    static SandboxOptions sandboxOptions(TrainingOptions options) {
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
