package dev.handaxe.cli;

import dev.handaxe.benchmarks.EvaluationEngine;
import dev.handaxe.optimizer.TrainingResult;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code handaxe train}: forges functions for an agent. Confined to one thread. */
@Command(name = "train", description = "Train an agent by forging its functions.")
final class TrainCommand extends HandaxeCommand {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    @Parameters(
            arity = "0..1",
            paramLabel = "DATASET",
            description =
                    "gsm8k, math, math500, tabmwp, arc, humaneval, mbpp, mbpp-sanitized, jsonl;"
                            + " numbers, tables or calendar, which are generated; or demo, which"
                            + " ships and needs no option.")
    private @Nullable String dataset;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private TrainOptions options = new TrainOptions();

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Record every model call, to be used as replay:FILE.")
    private @Nullable Path record;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run's folder (default: runs/DATASET-TIME).")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Go on with the run in this folder, with what it was begun with.")
    private @Nullable Path resume;

    @Option(
            names = "--dry-run",
            description = "Only say what the run takes, at most and about: no model is asked.")
    private boolean dryRun;

    TrainCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        Map<String, String> given = options.given(dataset);
        TrainRun run = resume == null ? newRun(given) : resumedRun(resume, given);
        if (dryRun) {
            Forecast forecast = run.forecast();
            print(forecast.object(), forecast::print);
            return ExitCode.DONE.number();
        }
        if (!options.engine().isSpark()) {
            train(run, Optional.empty());
            return ExitCode.DONE.number();
        }
        Optional<EvaluationEngine> engine = options.engine().find();
        if (engine.isEmpty()) {
            return SparkProgram.become(terminal(), spec.commandLine(), options.engine().master());
        }
        try (EvaluationEngine.Calls calls = engine.get().openCalls(options.engine().master())) {
            train(run, Optional.of(calls));
        }
        return ExitCode.DONE.number();
    }

    private void train(TrainRun run, Optional<EvaluationEngine.Calls> cluster) {
        TrainingResult result;
        try (ProgressDisplay display = progress()) {
            display.say("run: " + run.folder());
            Forecast forecast = run.forecast();
            if (run.settings().model().isEmpty()) {
                display.say("replaying the recording that ships with Handaxe: no model is asked");
            } else {
                forecast.lines().forEach(line -> display.say("forecast: " + line));
            }
            run.settings()
                    .unpriced()
                    .forEach(
                            model ->
                                    display.say(
                                            "note: no price for %s: it is not counted in money"
                                                    .formatted(model)));
            Map<String, String> keys = terminal().environment();
            Optional<Path> recording = Optional.ofNullable(record);
            TrainingProgress progress =
                    new TrainingProgress(display, forecast.most().rollouts(), System::nanoTime);
            result =
                    cluster.isPresent()
                            ? run.train(keys, recording, progress, cluster.get())
                            : run.train(keys, recording, progress);
        }
        if (json()) {
            terminal().out().println(result.json());
        } else {
            TrainingReport.print(result, terminal().out());
        }
    }

    private TrainRun newRun(Map<String, String> given) {
        if (dataset == null) {
            throw new UsageException(
                    "DATASET is missing: one of gsm8k, math, math500, tabmwp, arc, humaneval,"
                            + " mbpp, mbpp-sanitized, jsonl, numbers, tables, calendar, demo");
        }
        Path runs = Path.of("runs");
        Path folder =
                out == null
                        ? runs.resolve(
                                dataset
                                        + "-"
                                        + LocalDateTime.now(ZoneId.systemDefault()).format(TIME))
                        : out;
        return TrainRun.begin(folder, TrainSettings.of(given));
    }

    private TrainRun resumedRun(Path folder, Map<String, String> given) {
        if (out != null) {
            throw new UsageException("--resume and --out exclude each other");
        }
        return TrainRun.resume(folder, given);
    }
}
