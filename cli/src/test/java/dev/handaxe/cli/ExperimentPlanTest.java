package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.cli.experiment.Benchmark;
import dev.handaxe.cli.experiment.Cell;
import dev.handaxe.cli.experiment.Grid;
import dev.handaxe.cli.experiment.RunScores.Used;
import dev.handaxe.cli.experiment.Variant;
import dev.handaxe.cli.experiment.Work;
import dev.handaxe.optimizer.TrainingOptions;
import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import dev.handaxe.optimizer.TrainingOptions.CreditMode;
import dev.handaxe.optimizer.TrainingOptions.StepMethod;
import dev.handaxe.optimizer.TrainingOptions.Ties;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentPlanTest {
    @TempDir private Path folder;

    private ExperimentPlan plan(Map<String, String> models) {
        return new ExperimentPlan(
                new Grid(
                        List.of("algebra", "geometry", "tabmwp"),
                        List.of("function-calling", "react"),
                        List.of(Variant.values()),
                        List.of(5L)),
                new ExperimentPlan.Protocol(
                        Map.of(Benchmark.MATH, folder, Benchmark.TABMWP, folder),
                        null,
                        null,
                        Map.of("epochs", 10, "patience", 10, "max-edits", 3)),
                models,
                new ExperimentPlan.Extent(true, true),
                new ExperimentPlan.Places(folder.resolve("out"), folder.resolve("rec")));
    }

    private static Cell cell(String subject, Variant variant) {
        return new Cell(subject, "react", variant, 5);
    }

    private TrainSettings settings(Work work) {
        return new TrainSettings(plan(Map.of("model", "openai:m")).given(work));
    }

    @Test
    void aCellIsTrainedAsThePaperDoes() {
        TrainSettings settings = settings(new Work.Training(cell("algebra", Variant.PAPER)));
        TrainingOptions options = settings.options();

        assertThat(settings.values())
                .containsEntry("dataset", "math")
                .containsEntry("subject", "algebra")
                .containsEntry("train", "20")
                .containsEntry("validation", "0")
                .containsEntry("test", "80")
                .containsEntry("seed", "5");
        assertThat(options.acceptance()).isEqualTo(Acceptance.PAPER);
        assertThat(options.ties()).isEqualTo(Ties.ACCEPTED);
        assertThat(options.epochs()).isEqualTo(10);
        assertThat(options.patience()).isEqualTo(10);
        assertThat(options.maxEdits()).isEqualTo(3);
        assertThat(options.step()).isEqualTo(StepMethod.EDITS);
        assertThat(options.agentName()).isEqualTo("react");
        assertThat(options.python()).isEqualTo(TrainingOptions.PythonTool.OFFERED);
        assertThat(options.controls()).isEqualTo(ControlMode.OFF);
        assertThat(options.credit()).isEqualTo(CreditMode.FREE);
    }

    @Test
    void tabMwpHasItsOwnSizesAndNoSubject() {
        assertThat(settings(new Work.Training(cell("tabmwp", Variant.PAPER))).values())
                .containsEntry("dataset", "tabmwp")
                .containsEntry("train", "30")
                .containsEntry("test", "100")
                .doesNotContainKey("subject");
    }

    @Test
    void anAblationTakesOnePartAway() {
        TrainingOptions always =
                settings(new Work.Training(cell("algebra", Variant.NO_ROLLBACK))).options();
        TrainingOptions whole =
                settings(new Work.Training(cell("algebra", Variant.WHOLE_SET))).options();

        assertThat(always.acceptance()).isEqualTo(Acceptance.ALWAYS);
        assertThat(always.step()).isEqualTo(StepMethod.EDITS);
        assertThat(whole.step()).isEqualTo(StepMethod.WHOLE_SET);
        assertThat(whole.acceptance()).isEqualTo(Acceptance.PAPER);
    }

    @Test
    void aTransferIsTestedOnTheTestTasksOfTheOtherSubject() {
        Cell algebra = cell("algebra", Variant.PAPER);
        Map<String, String> transfer = settings(new Work.Transfer(algebra, "geometry")).values();
        Map<String, String> point = settings(new Work.CurvePoint(algebra, 2)).values();

        assertThat(transfer).containsEntry("subject", "geometry").containsEntry("seed", "5");
        assertThat(point).containsEntry("subject", "algebra");
        assertThat(List.of(transfer, point))
                .allSatisfy(
                        given ->
                                assertThat(given)
                                        .containsEntry("train", "0")
                                        .containsEntry("test", "80")
                                        .containsEntry("epochs", "0"));
    }

    @Test
    void aReplayFindsTheRunsOfAnExperimentOrItsRecordings() throws IOException {
        Work work = new Work.Training(cell("algebra", Variant.PAPER));
        ExperimentPlan plan = plan(Map.of("model", "replay:" + folder.resolve("source")));

        assertThat(plan.asked(work).get("model"))
                .isEqualTo("replay:" + folder.resolve("source/algebra.react.paper.5.jsonl"));
        Path run = folder.resolve("source/runs/algebra.react.paper.5");
        Files.createDirectories(run);
        assertThat(plan.asked(work).get("model")).isEqualTo("replay:" + run);
        assertThat(plan.described()).containsEntry("model", "a replay");
    }

    @Test
    void whatIsSaidOfTheProtocolHasNoPlaceAndNoAddress() {
        Map<String, String> described =
                plan(Map.of(
                                "model", "openai:m",
                                "base-url", "http://127.0.0.1:1/v1",
                                "budget-calls", "5",
                                "concurrency", "2"))
                        .described();

        assertThat(described)
                .containsEntry("MATH tasks", "20 training, 80 test")
                .containsEntry("TabMWP tasks", "30 training, 100 test")
                .containsEntry("seeds", "5");
        assertThat(described.toString()).doesNotContain(folder.toString(), "127.0.0.1", "budget");
    }

    @Test
    void eachRunMaySpendWhatTheOthersLeave() {
        var budget =
                new ExperimentBudget(
                        plan(
                                Map.of(
                                        "budget-calls", "100",
                                        "budget-tokens", "5000",
                                        "budget-money", "2.50",
                                        "budget-time", "10m")));
        Used others = new Used(60, 1_000, 500, new BigDecimal("0.75"), 120.5);

        assertThat(budget.left(others))
                .containsEntry("budget-calls", "40")
                .containsEntry("budget-tokens", "3500")
                .containsEntry("budget-money", "1.75")
                .containsEntry("budget-time", "480s");
        assertThat(budget.isSpent(others)).isFalse();
        assertThat(budget.isSpent(new Used(100, 0, 0, BigDecimal.ZERO, 0))).isTrue();
        assertThat(budget.isSpent(new Used(0, 4_999, 1, BigDecimal.ZERO, 0))).isTrue();
        assertThat(budget.isSpent(new Used(0, 0, 0, new BigDecimal("2.5"), 0))).isTrue();
        assertThat(budget.isSpent(new Used(0, 0, 0, BigDecimal.ZERO, 600))).isTrue();
        assertThat(new ExperimentBudget(plan(Map.of())).left(others)).isEmpty();
    }
}
