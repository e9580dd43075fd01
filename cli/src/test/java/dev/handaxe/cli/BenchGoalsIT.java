package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness with as little as it can be given: what it says, not how fast this host is. */
class BenchGoalsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @Test
    void everyGoalHasItsFiguresInItsUnit() throws Exception {
        ProcessRun run =
                HandaxeProcess.run(
                        folder,
                        "bench",
                        "goals",
                        "--calls=40",
                        "--contexts=3",
                        "--starts=1",
                        "--pause=1",
                        "--progress=plain",
                        "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("measuring cold starts").contains("measuring stops");
        JsonNode table = JSON.readTree(run.out());
        Map<Integer, List<JsonNode>> goals = new HashMap<>();
        for (JsonNode figure : table.get("figures")) {
            goals.computeIfAbsent(figure.get("goal").asInt(), key -> new ArrayList<>()).add(figure);
            double low = figure.at("/spread/0").asDouble();
            double high = figure.at("/spread/1").asDouble();
            assertThat(low).as(figure.toString()).isLessThanOrEqualTo(high);
        }
        assertThat(goals.keySet()).containsExactlyInAnyOrder(1, 2, 3, 4, 6, 7, 8);
        assertThat(table.get("skipped")).isEmpty();
        assertThat(measured(goals, 1, "median")).isBetween(1.0, 1e6);
        assertThat(measured(goals, 2, "without arguments, median")).isBetween(0.1, 6e4);
        assertThat(measured(goals, 2, "with arguments, p99")).isBetween(0.1, 6e4);
        assertThat(measured(goals, 3, "required")).isBetween(0.1, 180.0);
        assertThat(measured(goals, 3, "a pool of 2")).isBetween(0.1, 180.0);
        assertThat(measured(goals, 4, "overrun")).isBetween(0.0, 6e4);
        assertThat(measured(goals, 4, "wait for its worker")).isBetween(0.0, 6e4);
        assertThat(measured(goals, 6, "an idle worker, fresh, resident")).isBetween(50.0, 2000.0);
        assertThat(measured(goals, 6, "over before")).isBetween(0.5, 10.0);
        assertThat(measured(goals, 6, "most over 9 fresh contexts")).isBetween(50.0, 2000.0);
        assertThat(measured(goals, 7, "in sessions")).isBetween(0.1, 20.0);
        assertThat(measured(goals, 7, "16 callers")).isBetween(0.1, 100.0);
        assertThat(measured(goals, 8, "imports")).isBetween(-6e4, 6e4);
        assertThat(run.out()).contains("\"unit\":\"s\"").contains("\"at_most\":2.2");
    }

    @Test
    void badCountsAreSaidInOneLine() {
        CommandRun run = CommandRun.of("bench", "goals", "--contexts=0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("contexts and starts are 1 or more");
    }

    private static double measured(Map<Integer, List<JsonNode>> goals, int goal, String what) {
        return goals.getOrDefault(goal, List.of()).stream()
                .filter(figure -> figure.get("what").asText().contains(what))
                .findFirst()
                .orElseThrow(() -> new AssertionError("goal " + goal + " has no figure " + what))
                .get("measured")
                .asDouble();
    }
}
