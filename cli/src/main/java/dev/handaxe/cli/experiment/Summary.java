package dev.handaxe.cli.experiment;

import dev.handaxe.cli.experiment.Benchmark.Published;
import dev.handaxe.cli.experiment.Comparison.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an experiment comes to, as far as it has come. It depends on the results alone: no time and
 * no path is in it, so a resumed experiment has the summary of an undisturbed one.
 *
 * <p>Immutable.
 *
 * @param gains before against after training: every subject, then all of them
 * @param ablations the paper's method against each other variant, both after training
 * @param transfers another subject's set against the first set, by the target; then all of them
 */
public record Summary(
        Results results,
        List<Row> gains,
        List<Row> ablations,
        List<Row> transfers,
        List<Curve> curves) {
    /** Copies. */
    public Summary {
        Objects.requireNonNull(results);
        gains = List.copyOf(gains);
        ablations = List.copyOf(ablations);
        transfers = List.copyOf(transfers);
        curves = List.copyOf(curves);
    }

    /** Sums those results up. */
    public static Summary of(Results results) {
        List<Row> gains = new ArrayList<>();
        List<Row> ablations = new ArrayList<>();
        List<Row> transfers = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        for (Group group : groups(results.grid())) {
            gains.addAll(gains(results, group));
            if (group.variant() == Variant.PAPER) {
                transfers.addAll(transfers(results, group));
            } else {
                row(group, Row.ALL, pairs(group.cells(), results::againstPaper), false)
                        .ifPresent(ablations::add);
            }
            Curve.of(results, group.cells()).ifPresent(curves::add);
        }
        return new Summary(results, gains, ablations, transfers, curves);
    }

    /** The cells of one benchmark, agent and variant. */
    private record Group(Benchmark benchmark, String agent, Variant variant, List<Cell> cells) {
        List<String> subjects() {
            return cells.stream().map(Cell::subject).distinct().toList();
        }
    }

    private static List<Group> groups(Grid grid) {
        List<Group> groups = new ArrayList<>();
        for (Benchmark benchmark : Benchmark.values()) {
            for (Variant variant : grid.variants()) {
                for (String agent : grid.agents()) {
                    List<Cell> cells =
                            grid.cells().stream()
                                    .filter(cell -> cell.benchmark() == benchmark)
                                    .filter(cell -> cell.variant() == variant)
                                    .filter(cell -> cell.agent().equals(agent))
                                    .toList();
                    if (!cells.isEmpty()) {
                        groups.add(new Group(benchmark, agent, variant, cells));
                    }
                }
            }
        }
        return groups;
    }

    private static List<Row> gains(Results results, Group group) {
        List<Row> rows = new ArrayList<>();
        for (String subject : group.subjects()) {
            if (group.benchmark().subjects().size() > 1) {
                row(group, subject, gains(results, group, subject::equals), false)
                        .ifPresent(rows::add);
            }
        }
        row(group, Row.ALL, gains(results, group, _ -> true), true).ifPresent(rows::add);
        return rows;
    }

    private static List<Pair> gains(Results results, Group group, Predicate<String> subject) {
        return pairs(
                group.cells().stream().filter(cell -> subject.test(cell.subject())).toList(),
                results::gain);
    }

    private static List<Row> transfers(Results results, Group group) {
        List<Work.Transfer> all =
                results.grid().transfers().stream()
                        .filter(transfer -> group.cells().contains(transfer.cell()))
                        .toList();
        List<Row> rows = new ArrayList<>();
        if (results.runs().keySet().stream().noneMatch(Work.Transfer.class::isInstance)) {
            return rows; // they were not asked for
        }
        for (String subject : group.subjects()) {
            row(
                            group,
                            subject,
                            carried(
                                    all.stream()
                                            .filter(one -> one.subject().equals(subject))
                                            .toList(),
                                    results),
                            false)
                    .ifPresent(rows::add);
        }
        row(group, Row.ALL, carried(all, results), false).ifPresent(rows::add);
        return rows;
    }

    /**
     * One pair for each target and seed: its first set against the mean of the sets that came from
     * other subjects. Taken one by one they would share their first scores, and a first set that
     * did badly by chance would look like so many gains.
     */
    private static List<Pair> carried(List<Work.Transfer> transfers, Results results) {
        Map<Cell, List<Pair>> byTarget = new LinkedHashMap<>();
        for (Work.Transfer transfer : transfers) {
            results.transfer(transfer)
                    .ifPresent(
                            pair ->
                                    byTarget.computeIfAbsent(
                                                    transfer.target(), _ -> new ArrayList<>())
                                            .add(pair));
        }
        return byTarget.values().stream().map(Summary::mean).toList();
    }

    private static Pair mean(List<Pair> pairs) {
        Map<String, Double> after = new LinkedHashMap<>();
        for (String task : pairs.getFirst().before().keySet()) {
            if (pairs.stream().allMatch(pair -> pair.after().containsKey(task))) {
                after.put(
                        task,
                        pairs.stream()
                                .mapToDouble(pair -> pair.after().getOrDefault(task, 0.0))
                                .average()
                                .orElse(0));
            }
        }
        return new Pair(pairs.getFirst().before(), after);
    }

    private interface Pairing<T> {
        Optional<Pair> of(T one);
    }

    private static <T> List<Pair> pairs(List<T> all, Pairing<T> pairing) {
        return all.stream().flatMap(one -> pairing.of(one).stream()).toList();
    }

    /**
     * A row.
     *
     * @param whole whether the paper may report the same: all of its subjects, finished
     */
    private static Optional<Row> row(Group group, String subject, List<Pair> pairs, boolean whole) {
        boolean published =
                whole
                        && group.variant() == Variant.PAPER
                        && group.subjects().size() == group.benchmark().subjects().size()
                        && pairs.size() == group.cells().size();
        Optional<Published> paper =
                published ? group.benchmark().published(group.agent()) : Optional.empty();
        return Comparison.of(pairs)
                .map(
                        comparison ->
                                new Row(
                                        group.benchmark(),
                                        group.agent(),
                                        group.variant(),
                                        subject,
                                        comparison,
                                        paper));
    }

    /** Cells that are finished. */
    public int finishedCells() {
        return (int)
                results.grid().cells().stream()
                        .filter(cell -> results.training(cell).isPresent())
                        .count();
    }
}
