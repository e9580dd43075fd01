package dev.handaxe.cli;

import dev.handaxe.cli.experiment.Cell;
import dev.handaxe.cli.experiment.Results;
import dev.handaxe.cli.experiment.RunScores;
import dev.handaxe.cli.experiment.RunScores.Kept;
import dev.handaxe.cli.experiment.RunScores.Used;
import dev.handaxe.cli.experiment.Work;
import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore.Version;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes an experiment's runs, one after the other, each in a folder of its own and each as {@code
 * handaxe train} makes one. What is finished is not done again; a run that was begun goes on. All
 * that is known is read from these folders, so there is no state beside them.
 *
 * <p>Confined to one thread; interrupting that thread ends the run under way cleanly.
 */
final class Experiment {
    /** Options of the models without which an experiment is another one. */
    private static final List<String> MODEL_KEYS = List.of("optimizer-model", "max-output-tokens");

    private final ExperimentPlan plan;
    private final ExperimentBudget budget;
    private final Map<String, RunScores> known = new HashMap<>();
    private String stopped = "running";

    /**
     * Looks at what is there.
     *
     * @throws UsageException if a run that is there was begun with other options
     */
    Experiment(ExperimentPlan plan) {
        this.plan = plan;
        this.budget = new ExperimentBudget(plan);
        List<Work> all = new ArrayList<>(plan.trainings());
        all.addAll(plan.transfers());
        all.forEach(this::look);
        plan.trainings().forEach(training -> points(training.cell()).forEach(this::look));
    }

    private void look(Work work) {
        Path folder = plan.folder(work);
        if (Files.exists(folder.resolve("run.json"))) {
            Map<String, String> asked = plan.asked(work);
            try {
                requireAll(RunFolder.open(folder).settings(), asked);
                var _ = TrainRun.resume(folder, asked);
            } catch (UsageException e) {
                throw new UsageException(folder + ": " + e.getMessage());
            }
            read(work);
        }
    }

    /** What a run was begun with and an experiment may leave out must not silently change. */
    private static void requireAll(Map<String, String> begun, Map<String, String> asked) {
        boolean replay = asked.getOrDefault("model", "").startsWith("replay:");
        for (String key : MODEL_KEYS) {
            if (!replay && begun.containsKey(key) && !asked.containsKey(key)) {
                throw new UsageException(
                        "--%s: the run was begun with %s; give it again, or take another --out"
                                .formatted(key, begun.get(key)));
            }
        }
    }

    private void read(Work work) {
        RunFolder folder = RunFolder.open(plan.folder(work));
        known.put(work.name(), RunScores.of(RunReport.read(folder)));
    }

    /** What is known now. */
    Results results() {
        Map<Work, RunScores> runs = new LinkedHashMap<>();
        plan.trainings().forEach(work -> put(work, runs));
        plan.transfers().forEach(work -> put(work, runs));
        Results trained = results(runs);
        if (plan.extent().curves()) {
            plan.trainings().stream()
                    .flatMap(training -> trained.between(training.cell()).stream())
                    .forEach(point -> put(point, runs));
        }
        return results(runs);
    }

    private Results results(Map<Work, RunScores> runs) {
        return new Results(plan.grid(), plan.described(), plan.protocol().epochs(), runs, stopped);
    }

    private void put(Work work, Map<Work, RunScores> runs) {
        RunScores scores = known.get(work.name());
        if (scores != null) {
            runs.put(work, scores);
        }
    }

    private List<Work.CurvePoint> points(Cell cell) {
        return plan.extent().curves() ? results().between(cell) : List.of();
    }

    /**
     * Does what is left.
     *
     * @param environment has the providers' keys
     * @param after hears of what is known after each run, and at the end
     * @throws HandaxeException if a run failed or was interrupted; what was done is kept
     */
    void run(ProgressDisplay display, Map<String, String> environment, Consumer<Results> after) {
        try (Session session = new Session(display, environment, after)) {
            session.all(plan.trainings());
            session.all(plan.transfers().stream().filter(this::carriesOver).toList());
            session.all(
                    plan.trainings().stream()
                            .flatMap(training -> points(training.cell()).stream())
                            .toList());
            stopped = stopped.equals("running") ? "done" : stopped;
        } catch (RuntimeException e) {
            boolean interrupted =
                    e instanceof HandaxeException known && known.code() == Code.INTERRUPTED;
            stopped = interrupted ? "interrupted" : "failed";
            throw e;
        } finally {
            boolean interrupted = Thread.interrupted(); // files cannot be written otherwise
            after.accept(results());
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A training that kept no set has nothing to test elsewhere. */
    private boolean carriesOver(Work.Transfer transfer) {
        return results().training(transfer.cell()).filter(Results::keptNothing).isEmpty();
    }

    private boolean finished(Work work) {
        RunScores scores = known.get(work.name());
        return scores != null
                && scores.finished()
                && plan.recording(work).filter(file -> !Files.exists(file)).isEmpty();
    }

    /** The runs of this process, which share a sandbox. Confined to one thread. */
    private final class Session implements AutoCloseable {
        private final ProgressDisplay display;
        private final Map<String, String> environment;
        private final Consumer<Results> after;
        private Optional<Sandbox> sandbox = Optional.empty();

        Session(ProgressDisplay display, Map<String, String> environment, Consumer<Results> after) {
            this.display = display;
            this.environment = environment;
            this.after = after;
        }

        void all(List<? extends Work> works) {
            for (int i = 0; i < works.size() && !stopped.equals("budget"); i++) {
                Work work = works.get(i);
                if (!finished(work)) {
                    display.say("%d of %d: %s".formatted(i + 1, works.size(), work.words()));
                    one(work);
                }
            }
        }

        private void one(Work work) {
            Used elsewhere = elsewhere(work);
            if (budget.isSpent(elsewhere)) {
                stopped = "budget";
                return;
            }
            TrainRun run = prepared(work).withBudgets(budget.left(elsewhere));
            var progress =
                    new TrainingProgress(
                            display, run.forecast().most().rollouts(), System::nanoTime);
            try {
                var _ = run.trainIn(() -> shared(run), environment, plan.recording(work), progress);
            } finally {
                tell(work);
            }
        }

        private Sandbox shared(TrainRun run) {
            if (sandbox.isEmpty()) {
                sandbox =
                        Optional.of(
                                Sandbox.open(TrainRun.sandboxOptions(run.settings().options())));
            }
            return sandbox.get();
        }

        /** Also of a run that failed: what it used counts. */
        private void tell(Work work) {
            boolean interrupted = Thread.interrupted();
            if (Files.exists(plan.folder(work).resolve("run.json"))) {
                read(work);
                RunScores scores = known.get(work.name());
                stopped = scores != null && scores.outOfBudget() ? "budget" : stopped;
                after.accept(results());
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            sandbox.ifPresent(Sandbox::close);
        }
    }

    /** What all other runs took. */
    private Used elsewhere(Work work) {
        return known.entrySet().stream()
                .filter(run -> !run.getKey().equals(work.name()))
                .map(run -> run.getValue().used())
                .reduce(Used.NONE, Used::plus);
    }

    private TrainRun prepared(Work work) {
        Map<String, String> given = plan.asked(work);
        Path folder = plan.folder(work);
        TrainRun run =
                Files.exists(folder.resolve("run.json"))
                        ? TrainRun.resume(folder, given)
                        : TrainRun.begin(folder, TrainSettings.of(given));
        return switch (work) {
            case Work.Training _ -> run;
            case Work.Transfer(Cell cell, _) -> run.from(checked(work, set(cell, last(cell))));
            case Work.CurvePoint(Cell cell, int epoch) -> run.from(checked(work, set(cell, epoch)));
        };
    }

    private int last(Cell cell) {
        return results().training(cell).map(RunScores::last).map(Kept::epoch).orElse(0);
    }

    /** The set that the cell kept in that epoch. */
    private FunctionSet set(Cell cell, int epoch) {
        RunFolder run = RunFolder.open(plan.folder(new Work.Training(cell)));
        return run.functions().versions().stream()
                .filter(
                        version ->
                                version.provenance().getOrDefault("epoch", "").equals("" + epoch))
                .map(Version::functions)
                .findFirst()
                .orElseThrow(
                        () ->
                                new HandaxeException(
                                        Code.INVALID_INPUT,
                                        "%s: its store has no set of epoch %d"
                                                .formatted(run.path(), epoch)));
    }

    /** A run that was begun with another set is of a training that is no more. */
    private FunctionSet checked(Work work, FunctionSet functions) {
        RunScores begun = known.get(work.name());
        if (begun != null
                && !begun.kept().isEmpty()
                && !begun.first().set().equals(functions.hash())) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%s was begun with another set than %s has now: remove it"
                            .formatted(
                                    plan.folder(work),
                                    plan.folder(new Work.Training(work.cell()))));
        }
        return functions;
    }
}
