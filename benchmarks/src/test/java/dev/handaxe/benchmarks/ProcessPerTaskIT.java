package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.benchmarks.ProcessPerTask.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CPython, one process for each task. */
final class ProcessPerTaskIT {
    @TempDir Path folder;

    private static Result run(String dataSet, Path data, Duration timeout) {
        Optional<Result> result = ProcessPerTask.run(dataSet, data, 2, timeout);
        assumeTrue(result.isPresent(), "skipped: this host has no python3");
        return result.orElseThrow();
    }

    @Test
    void theMiniaturesPass() {
        Result result = run("humaneval", TestFiles.mini("humaneval.jsonl"), Duration.ofSeconds(20));
        assertThat(result.tasks()).isEqualTo(3);
        assertThat(result.passed()).isEqualTo(3);
        assertThat(result.seconds()).isPositive();
        assertThat(result.python()).startsWith("3.");
        assertThat(run("mbpp", TestFiles.mini("mbpp.jsonl"), Duration.ofSeconds(20)).passed())
                .isEqualTo(2);
    }

    @Test
    void wrongSlowAndExitingProgramsDoNotPass() throws IOException {
        String task =
                "{\"task_id\":\"%s\",\"prompt\":\"def f():\\n\",\"canonical_solution\":\"    %s\\n\","
                        + "\"entry_point\":\"f\",\"test\":\"def check(c):\\n    assert c() == 1\"}\n";
        Path data =
                TestFiles.write(
                        folder.resolve("tasks.jsonl"),
                        task.formatted("a", "return 1")
                                + task.formatted("b", "return 2")
                                + task.formatted("c", "while True: pass")
                                + task.formatted("d", "import os; os._exit(0)")
                                + task.formatted("e", "return input()"));
        Result result = run("humaneval", data, Duration.ofSeconds(2));
        assertThat(result.tasks()).isEqualTo(5);
        assertThat(result.passed()).isEqualTo(1);
    }

    @Test
    void dataWithoutProgramsIsRefused() {
        assertThatThrownBy(
                        () ->
                                ProcessPerTask.run(
                                        "cruxeval",
                                        TestFiles.mini("cruxeval.jsonl"),
                                        2,
                                        Duration.ofSeconds(1)))
                .hasMessageContaining("has no programs");
    }
}
