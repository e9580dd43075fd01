package dev.handaxe.cli.experiment;

import dev.handaxe.cli.experiment.Benchmark.Published;
import dev.handaxe.cli.experiment.RunScores.Used;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A summary as tables. */
final class Tables {
    private static final String INTERVALS =
            "Scores have Wilson's 95 % intervals, differences Bonett and Price's, both over the"
                    + " tasks of all runs. p (tasks) is McNemar's exact test; p (runs) turns the signs"
                    + " of the runs' differences, and counts from 6 runs on.";

    private Tables() {}

    static List<TextTable> of(Summary summary) {
        List<TextTable> tables = new ArrayList<>();
        tables.add(gains(summary.gains()));
        if (!summary.ablations().isEmpty()) {
            tables.add(
                    comparisons(
                            "What the parts of the method are worth",
                            "After training: the paper's method (before) against what is left when"
                                    + " a part of it is taken away (after), on the same test tasks.",
                            summary.ablations()));
        }
        if (!summary.transfers().isEmpty()) {
            tables.add(
                    comparisons(
                            "Transfer between subjects",
                            "The first set (before) against the sets that trainings on the other"
                                    + " subjects came to (after), on this subject's test tasks.",
                            summary.transfers()));
        }
        if (!summary.curves().isEmpty()) {
            tables.add(curves(summary));
        }
        tables.add(cells(summary.results()));
        return tables;
    }

    private static TextTable gains(List<Row> rows) {
        List<String> headings = new ArrayList<>(headings());
        headings.add("the paper");
        List<List<String>> cells = new ArrayList<>();
        for (Row row : rows) {
            List<String> line = new ArrayList<>(line(row));
            line.add(row.paper().map(Tables::published).orElse("–"));
            cells.add(line);
        }
        return new TextTable(
                "Before and after training",
                "On test tasks that were read once, after all decisions. "
                        + INTERVALS
                        + " The paper: "
                        + Benchmark.SOURCE
                        + ".",
                headings,
                cells);
    }

    private static String published(Published paper) {
        return "%s → %s".formatted(Figures.percent(paper.before()), Figures.percent(paper.after()));
    }

    private static TextTable comparisons(String title, String note, List<Row> rows) {
        return new TextTable(title, note, headings(), rows.stream().map(Tables::line).toList());
    }

    private static List<String> headings() {
        return List.of(
                "data",
                "subject",
                "agent",
                "variant",
                "runs",
                "before",
                "after",
                "difference",
                "95 % interval",
                "won, lost",
                "p (tasks)",
                "p (runs)");
    }

    private static List<String> line(Row row) {
        Comparison found = row.comparison();
        return List.of(
                row.benchmark().label(),
                row.subject(),
                row.agent(),
                row.variant().word(),
                Integer.toString(found.runs()),
                Figures.share(found.pooled().before()),
                Figures.share(found.pooled().after()),
                Figures.points(found.pooled().difference()),
                Figures.points(found.difference()),
                found.pooled().won() + ", " + found.pooled().lost(),
                Figures.p(found.pooled().pValue()),
                found.pRuns().map(Figures::p).orElse("–"));
    }

    private static TextTable curves(Summary summary) {
        List<String> headings = new ArrayList<>(List.of("epoch"));
        for (Curve curve : summary.curves()) {
            String name =
                    "%s %s %s"
                            .formatted(
                                    curve.benchmark().label(),
                                    curve.agent(),
                                    curve.variant().word());
            headings.add(name + ", train");
            headings.add(name + ", test");
        }
        List<List<String>> rows = new ArrayList<>();
        for (int epoch = 0; epoch <= summary.results().epochs(); epoch++) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(epoch)));
            for (Curve curve : summary.curves()) {
                row.add(Figures.percent(curve.points().get(epoch).train()));
                row.add(Figures.percent(curve.points().get(epoch).test()));
            }
            rows.add(row);
        }
        return new TextTable(
                "Learning curves",
                "Mean scores of the sets that stood after each epoch. Test scores between the"
                        + " first and the last epoch were measured after all trainings were over:"
                        + " they decided nothing, and the best of them is known afterwards only.",
                headings,
                rows);
    }

    private static TextTable cells(Results results) {
        List<List<String>> rows = new ArrayList<>();
        for (Cell cell : results.grid().cells()) {
            Optional<RunScores> run =
                    Optional.ofNullable(results.runs().get(new Work.Training(cell)));
            run.ifPresent(scores -> rows.add(cell(cell, scores, results)));
        }
        return new TextTable(
                "Runs",
                "",
                List.of(
                        "subject",
                        "agent",
                        "variant",
                        "seed",
                        "before",
                        "after",
                        "won, lost",
                        "p",
                        "sets kept",
                        "functions",
                        "ended by",
                        "model calls",
                        "tokens"),
                rows);
    }

    private static List<String> cell(Cell cell, RunScores run, Results results) {
        Optional<Comparison> gain =
                results.gain(cell).flatMap(pair -> Comparison.of(List.of(pair)));
        Used used = run.used();
        return List.of(
                cell.subject(),
                cell.agent(),
                cell.variant().word(),
                Long.toString(cell.seed()),
                gain.map(found -> Figures.percent(found.pooled().before().score())).orElse("–"),
                gain.map(found -> Figures.percent(found.pooled().after().score())).orElse("–"),
                gain.map(found -> found.pooled().won() + ", " + found.pooled().lost()).orElse("–"),
                gain.map(found -> Figures.p(found.pooled().pValue())).orElse("–"),
                Integer.toString(Math.max(0, run.kept().size() - 1)),
                run.kept().isEmpty() ? "–" : Integer.toString(run.last().functions()),
                run.stopped().orElse("not finished"),
                Figures.count(used.calls()),
                Figures.count(used.tokens()));
    }
}
