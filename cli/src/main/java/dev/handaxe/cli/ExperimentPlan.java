package dev.handaxe.cli;

import dev.handaxe.cli.experiment.Benchmark;
import dev.handaxe.cli.experiment.Cell;
import dev.handaxe.cli.experiment.Grid;
import dev.handaxe.cli.experiment.Variant;
import dev.handaxe.cli.experiment.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment is to do, and how each of its runs is set: as {@code handaxe train} would be.
 *
 * <p>Immutable.
 *
 * @param models who is asked and what all runs together may spend, by the names of the options
 */
record ExperimentPlan(
        Grid grid, Protocol protocol, Map<String, String> models, Extent extent, Places places) {
    private static final String REPLAY = "replay:";

    /** What says how runs are made and not what they are, or is shared out among them. */
    private static final Set<String> NOT_PROTOCOL =
            Set.of(
                    "base-url",
                    "request-timeout",
                    "concurrency",
                    "prices",
                    "budget-calls",
                    "budget-tokens",
                    "budget-money",
                    "budget-time");

    ExperimentPlan {
        Objects.requireNonNull(grid);
        Objects.requireNonNull(protocol);
        models = Map.copyOf(models);
    }

    /**
     * What all runs have in common.
     *
     * @param data where each data set is
     * @param train training tasks of a cell; null: the paper's
     * @param test test tasks of a cell; null: the paper's
     * @param knobs of training, by the names of the options
     */
    record Protocol(
            Map<Benchmark, Path> data,
            @Nullable Integer train,
            @Nullable Integer test,
            Map<String, Integer> knobs) {
        Protocol {
            data = Map.copyOf(data);
            knobs = Map.copyOf(knobs);
        }

        int epochs() {
            return Objects.requireNonNull(knobs.get("epochs"));
        }

        int train(Benchmark benchmark) {
            return train == null ? benchmark.sizes().train() : train;
        }

        int test(Benchmark benchmark) {
            return test == null ? benchmark.sizes().test() : test;
        }
    }

    /**
     * What is done beside the trainings.
     *
     * @param transfer whether sets are tested on other subjects
     * @param curves whether sets on the way are tested
     */
    record Extent(boolean transfer, boolean curves) {}

    /**
     * Where it is.
     *
     * @param folder of the experiment
     * @param record where recordings go, one a run; null for none
     */
    record Places(Path folder, @Nullable Path record) {}

    List<Work.Training> trainings() {
        return grid.cells().stream().map(Work.Training::new).toList();
    }

    List<Work.Transfer> transfers() {
        return extent.transfer() ? grid.transfers() : List.of();
    }

    Path folder(Work work) {
        return places.folder().resolve("runs").resolve(work.name());
    }

    Optional<Path> recording(Work work) {
        return Optional.ofNullable(places.record())
                .map(folder -> folder.resolve(work.name() + ".jsonl"));
    }

    Optional<String> total(String budget) {
        return Optional.ofNullable(models.get(budget));
    }

    /** The options of that run, as the command line would give them; without its budgets. */
    Map<String, String> given(Work work) {
        return switch (work) {
            case Work.Training(Cell cell) -> training(cell);
            case Work.Transfer transfer -> test(transfer.target());
            case Work.CurvePoint(Cell cell, _) -> test(cell);
        };
    }

    /** The same, with a recording of that run in the place of a replayed experiment. */
    Map<String, String> asked(Work work) {
        Map<String, String> given = given(work);
        String model = models.getOrDefault("model", "");
        if (model.startsWith(REPLAY)) {
            Path source = Path.of(model.substring(REPLAY.length()));
            Path run = source.resolve("runs").resolve(work.name());
            Path recording = source.resolve(work.name() + ".jsonl");
            given.put("model", REPLAY + (Files.isDirectory(run) ? run : recording));
        }
        return given;
    }

    private Map<String, String> training(Cell cell) {
        Map<String, String> given = common(cell);
        given.put("train", Integer.toString(protocol.train(cell.benchmark())));
        protocol.knobs().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(knob -> given.put(knob.getKey(), knob.getValue().toString()));
        switch (cell.variant()) {
            case PAPER -> {}
            case NO_ROLLBACK -> {
                given.put("accept", "always");
                given.put("patience", Integer.toString(protocol.epochs()));
            }
            case WHOLE_SET -> given.put("step", "whole-set");
        }
        return given;
    }

    /** Only the test: no training task, no epoch. */
    private Map<String, String> test(Cell cell) {
        Map<String, String> given = common(cell);
        given.put("train", "0");
        given.put("epochs", "0");
        return given;
    }

    private Map<String, String> common(Cell cell) {
        Benchmark benchmark = cell.benchmark();
        Map<String, String> given = new LinkedHashMap<>();
        given.put(TrainSettings.DATASET, benchmark == Benchmark.MATH ? "math" : cell.subject());
        given.put("data", String.valueOf(protocol.data().get(benchmark)));
        if (benchmark == Benchmark.MATH) {
            given.put("subject", cell.subject());
        }
        given.put("validation", "0");
        given.put("test", Integer.toString(protocol.test(benchmark)));
        given.put("seed", Long.toString(cell.seed()));
        given.put("agent", cell.agent());
        given.put("accept", "paper");
        given.put("ties", "accepted");
        given.put("search", "hill-climb");
        given.put("controls", "off");
        given.put("credit", "free");
        models.entrySet().stream()
                .filter(option -> !option.getKey().startsWith("budget-"))
                .sorted(Map.Entry.comparingByKey())
                .forEach(option -> given.put(option.getKey(), option.getValue()));
        return given;
    }

    /** What the runs have in common, for the result: no path, no address, nothing measured. */
    Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        described.put("subjects", String.join(", ", grid.subjects()));
        described.put("agents", String.join(", ", grid.agents()));
        described.put(
                "variants",
                String.join(", ", grid.variants().stream().map(Variant::word).toList()));
        described.put(
                "seeds", String.join(", ", grid.seeds().stream().map(String::valueOf).toList()));
        for (Benchmark benchmark : Benchmark.values()) {
            if (grid.subjects().stream().anyMatch(benchmark.subjects()::contains)) {
                described.put(
                        benchmark.label() + " tasks",
                        "%d training, %d test"
                                .formatted(protocol.train(benchmark), protocol.test(benchmark)));
            }
        }
        protocol.knobs().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(knob -> described.put(knob.getKey(), knob.getValue().toString()));
        models.entrySet().stream()
                .filter(option -> !NOT_PROTOCOL.contains(option.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(option -> described.put(option.getKey(), named(option.getValue())));
        return described;
    }

    private static String named(String value) {
        return value.startsWith(REPLAY) ? "a replay" : value;
    }
}
