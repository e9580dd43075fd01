package dev.handaxe.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.handaxe.cli.experiment.RunScores.Kept;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Cell ALGEBRA = new Cell("algebra", "react", Variant.PAPER, 1);
    private static final Cell GEOMETRY = new Cell("geometry", "react", Variant.PAPER, 1);

    private static Grid grid(String... subjects) {
        return new Grid(List.of(subjects), List.of("react"), List.of(Variant.PAPER), List.of(1L));
    }

    private static Summary summary(Grid grid, Map<Work, RunScores> runs) {
        return Summary.of(Samples.results(grid, runs));
    }

    @Test
    void everySubjectHasARowAndThenAllOfThem() {
        Summary summary = Summary.of(Samples.results());

        assertThat(summary.gains())
                .extracting(row -> row.variant().word() + " " + row.subject())
                .containsExactly(
                        "paper algebra",
                        "paper geometry",
                        "paper all",
                        "no-rollback algebra",
                        "no-rollback geometry",
                        "no-rollback all");
        Comparison all = summary.gains().get(2).comparison();
        assertThat(all.runs()).isEqualTo(4);
        assertThat(all.pooled().difference()).isCloseTo(0.2, within(1e-9));
        assertThat(all.pooled().won()).isEqualTo(8);
    }

    @Test
    void aVariantIsComparedWithThePapersMethodOnTheSameTasks() {
        Row row = Summary.of(Samples.results()).ablations().getFirst();

        assertThat(row.variant()).isEqualTo(Variant.NO_ROLLBACK);
        assertThat(row.comparison().pooled().before().score()).isCloseTo(0.6, within(1e-9));
        assertThat(row.comparison().pooled().after().score()).isCloseTo(0.3, within(1e-9));
        assertThat(row.comparison().pooled().lost()).isEqualTo(12);
    }

    @Test
    void thePapersNumbersStandBesideAllOfItsSubjectsOnly() {
        Map<Work, RunScores> runs = new HashMap<>();
        Grid all = grid(Benchmark.MATH.subjects().toArray(String[]::new));
        all.cells().forEach(cell -> runs.put(new Work.Training(cell), Samples.trained(5, 6)));

        String whole = SummaryText.of(summary(all, runs)).markdown();
        String part = SummaryText.of(summary(grid("algebra"), runs)).markdown();

        assertThat(whole)
                .contains("67.4 % → 70.6 %")
                .contains("The paper reports 67.4 % → 70.6 %, a gain of +3.2 points, which lies")
                .contains("p = 0.016 over 7 runs");
        assertThat(part).doesNotContain("67.4 %").contains("arXiv 2402.11359");
    }

    @Test
    void conclusionsSayNoMoreThanTheNumbersDo() {
        Map<Work, RunScores> runs = new HashMap<>();
        runs.put(new Work.Training(ALGEBRA), Samples.trained(4, 6));
        runs.put(new Work.Training(GEOMETRY), Samples.trained(0, 10));

        assertThat(Conclusions.of(summary(grid("algebra"), runs)).getFirst())
                .startsWith(
                        "MATH, react, the paper's method: Not distinguishable from not training")
                .contains("+20.0 points")
                .contains("p = 0.500 over 10 tasks of 1 run");
        assertThat(Conclusions.of(summary(grid("geometry"), runs)).getFirst())
                .contains("Training helped. 0.0 % → 100.0 %");
        runs.put(new Work.Training(GEOMETRY), Samples.trained(10, 0));
        assertThat(Conclusions.of(summary(grid("geometry"), runs)).getFirst())
                .contains("Training did harm");
        assertThat(Conclusions.of(summary(grid("geometry"), Map.of())))
                .containsExactly("No training is finished: nothing can be said yet.");
    }

    @Test
    void aRunThatIsNotFinishedIsNotCountedAndIsNamed() {
        Kept first = Samples.kept(0, "first", Map.of());
        Map<Work, RunScores> runs = new LinkedHashMap<>();
        runs.put(new Work.Training(ALGEBRA), Samples.run("", first));
        runs.put(new Work.Training(GEOMETRY), Samples.run("budget", first));

        Summary summary = summary(grid("algebra", "geometry"), runs);

        assertThat(summary.finishedCells()).isZero();
        assertThat(summary.gains()).isEmpty();
        assertThat(SummaryText.of(summary).markdown())
                .contains("0 of 2 trainings finished")
                .contains("| algebra | react | paper | 1 | – | – | – | – | 0 | 0 | not finished |")
                .contains("| budget | 10 | 1,100 |");
    }

    @Test
    void aSetOfAnotherSubjectIsComparedWithTheFirstSetThere() {
        Map<Work, RunScores> runs = new HashMap<>();
        runs.put(new Work.Training(ALGEBRA), Samples.trained(4, 6));
        Kept only = Samples.kept(0, "first", Samples.scores(10, 2));
        runs.put(new Work.Training(GEOMETRY), Samples.run("patience", only));
        assertThat(summary(grid("algebra", "geometry"), runs).transfers()).isEmpty();
        Work.Transfer transfer = new Work.Transfer(ALGEBRA, "geometry");
        runs.put(transfer, Samples.run("epochs", Samples.kept(0, "last", Samples.scores(10, 9))));

        List<Row> rows = summary(grid("algebra", "geometry"), runs).transfers();

        assertThat(rows).extracting(Row::subject).containsExactly("algebra", "geometry", "all");
        assertThat(rows.getFirst().comparison().pooled().difference())
                .as("geometry kept nothing, so nothing changes on algebra")
                .isZero();
        assertThat(rows.get(1).comparison().pooled().before().score()).isEqualTo(0.2);
        assertThat(rows.get(1).comparison().pooled().after().score()).isEqualTo(0.9);
        assertThat(rows.getLast().comparison().runs()).isEqualTo(2);
    }

    @Test
    void aCurveHasTheSetThatStoodAfterEachEpoch() {
        Map<Work, RunScores> runs = new HashMap<>();
        runs.put(
                new Work.Training(ALGEBRA),
                Samples.run(
                        "epochs",
                        Samples.kept(0, "a", Samples.scores(10, 1)),
                        Samples.kept(1, "b", Map.of()),
                        Samples.kept(3, "c", Samples.scores(10, 4))));
        Curve without = summary(grid("algebra"), runs).curves().getFirst();
        runs.put(
                new Work.CurvePoint(ALGEBRA, 1),
                Samples.run("epochs", Samples.kept(0, "b", Samples.scores(10, 7))));
        Summary measured = summary(grid("algebra"), runs);
        Curve with = measured.curves().getFirst();

        assertThat(without.tested()).isFalse();
        assertThat(without.best()).isEmpty();
        assertThat(with.points())
                .extracting(point -> point.test().orElseThrow())
                .containsExactly(0.1, 0.7, 0.7, 0.4);
        assertThat(with.points())
                .extracting(point -> point.train().orElseThrow())
                .containsExactly(0.0, 0.1, 0.1, 0.3);
        assertThat(Conclusions.of(measured).getLast())
                .contains("highest after epoch 1 (70.0 %; at the end 40.0 %)")
                .contains("so it is no score of a method");
    }

    @Test
    void textOfTheTablesCannotBreakThem() {
        TextTable table = new TextTable("t", "", List.of("a"), List.of(List.of("x|y\nz")));

        assertThat(table.markdown()).isEqualTo("## t\n\n| a |\n|---|\n| x\\|y z |\n");
    }
}
