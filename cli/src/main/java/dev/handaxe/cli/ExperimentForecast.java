package dev.handaxe.cli;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.cli.experiment.Cell;
import dev.handaxe.cli.experiment.Results;
import dev.handaxe.cli.experiment.Variant;
import dev.handaxe.cli.experiment.Work;
import dev.handaxe.optimizer.Prices;
import dev.handaxe.optimizer.Usage;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an experiment takes: at most, and about, by the forecasts of its runs. Runs that have begun
 * count as a whole until they are finished.
 *
 * <p>Immutable.
 *
 * @param parts by kind of run
 * @param left of all, without the runs that are finished
 */
record ExperimentForecast(List<Part> parts, Part left, Prices prices) {
    private static final ExpectedWork NOTHING = new ExpectedWork(Usage.NONE, Usage.NONE);

    ExperimentForecast {
        parts = List.copyOf(parts);
    }

    /**
     * Runs of a kind.
     *
     * @param callsAtMost of models
     * @param about what they are expected to take
     */
    record Part(String what, long runs, long callsAtMost, ExpectedWork about) {
        private Part plus(Part other) {
            return new Part(
                    what,
                    runs + other.runs,
                    callsAtMost + other.callsAtMost,
                    about.plus(other.about));
        }
    }

    /** Reckons; data sets are read once each. */
    static ExperimentForecast of(ExperimentPlan plan, Results known) {
        return new Reckoning(plan, known).forecast();
    }

    private static final class Reckoning {
        private final ExperimentPlan plan;
        private final Results known;
        private final Map<String, TaskData> data = new HashMap<>();
        private Part left = none("left");
        private Prices prices = Prices.NONE;

        Reckoning(ExperimentPlan plan, Results known) {
            this.plan = plan;
            this.known = known;
        }

        ExperimentForecast forecast() {
            Part trainings = none("trainings");
            Part points = none("points of learning curves");
            for (Work.Training training : plan.trainings()) {
                trainings = trainings.plus(one(training));
                if (plan.extent().curves()) {
                    points = points.plus(points(training.cell()));
                }
            }
            Part transfers = none("transfers");
            for (Work.Transfer transfer : plan.transfers()) {
                boolean none =
                        known.training(transfer.cell()).filter(Results::keptNothing).isPresent();
                transfers = transfers.plus(none ? part(transfer) : one(transfer));
            }
            List<Part> parts = new ArrayList<>(List.of(trainings));
            if (plan.extent().transfer()) {
                parts.add(transfers);
            }
            if (plan.extent().curves()) {
                parts.add(points);
            }
            return new ExperimentForecast(parts, left, prices);
        }

        private Part one(Work work) {
            Part part = part(work);
            if (known.finished(work).isEmpty()) {
                left = left.plus(part);
            }
            return part;
        }

        /**
         * One for each epoch but the last that was kept: half of the epochs are expected to be, and
         * all where none is rolled back.
         */
        private Part points(Cell cell) {
            int most = plan.protocol().epochs() - 1;
            int kept = cell.variant() == Variant.NO_ROLLBACK ? most : plan.protocol().epochs() / 2;
            Part one = part(new Work.CurvePoint(cell, 1));
            Part points =
                    new Part(one.what(), most, one.callsAtMost() * most, one.about().times(kept));
            left = left.plus(known.training(cell).isEmpty() ? points : pointsLeft(cell, one));
            return points;
        }

        private Part pointsLeft(Cell cell, Part one) {
            long count =
                    known.between(cell).stream()
                            .filter(point -> known.finished(point).isEmpty())
                            .count();
            return new Part(one.what(), count, one.callsAtMost() * count, one.about().times(count));
        }

        private Part part(Work work) {
            Map<String, String> given = plan.given(work);
            given.putAll(plan.models()); // with the budgets, which are checked so
            TrainSettings settings = new TrainSettings(given);
            String key = settings.dataset() + "/" + settings.get("subject").orElse("");
            TaskData tasks = data.computeIfAbsent(key, _ -> settings.data());
            Forecast forecast =
                    Forecast.of(settings.dataset(), settings.draw(tasks), settings.options());
            prices = forecast.plan().allowance().prices();
            return new Part(
                    "runs",
                    1,
                    forecast.most().calls(),
                    forecast.plan().whole().plus(forecast.plan().after()));
        }
    }

    private static Part none(String what) {
        return new Part(what, 0, 0, NOTHING);
    }

    private Part all() {
        return parts.stream().reduce(none("all"), Part::plus);
    }

    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        parts.forEach(part -> object.put(part.what().replace(' ', '_'), object(part)));
        object.put("all", object(all()));
        object.put("left", object(left));
        return object;
    }

    private Map<String, Object> object(Part part) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("runs", part.runs());
        object.put("calls_at_most", part.callsAtMost());
        object.put("expected", Forecast.object(part.about(), prices));
        return object;
    }

    void print(PrintStream out) {
        lines().forEach(out::println);
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        parts.forEach(part -> lines.add(line(part)));
        if (parts.size() > 1) {
            lines.add(line(all()));
        }
        if (left.runs() < all().runs()) {
            lines.add(line(left));
        }
        return lines;
    }

    private String line(Part part) {
        Optional<String> cost = part.about().cost(prices).map(money -> ", " + money);
        return "%s: %d runs, at most %d model calls; about %d model calls, %d tokens in and %d out%s"
                .formatted(
                        part.what(),
                        part.runs(),
                        part.callsAtMost(),
                        part.about().calls(),
                        part.about().input(),
                        part.about().output(),
                        cost.orElse(""));
    }
}
