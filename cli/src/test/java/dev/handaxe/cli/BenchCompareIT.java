package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCompareIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @Test
    void theProgramsThatShipAreRunInTurnsAndAbsentPeersAreSaid() throws IOException {
        CommandRun run =
                CommandRun.of("bench", "compare", "--rounds=1", "--peers=" + folder, "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("round 1 of 1: Handaxe, a fresh context each")
                .contains(
                        "skipped: Monty in Node: needs node, and the folder with"
                                + " node_modules/@pydantic/monty to be named");
        JsonNode table = JSON.readTree(run.out());
        assertThat(table.at("/host/processors").asInt()).isPositive();
        for (int i = 0; i < 3; i++) {
            JsonNode sandbox = table.at("/contestants/" + i);
            assertThat(sandbox.path("name").asText()).startsWith("Handaxe, a ");
            assertThat(sandbox.path("passed").asInt()).isEqualTo(18);
            assertThat(sandbox.at("/passes/0/seconds").asDouble()).isPositive();
            assertThat(sandbox.at("/call_us/p99").asDouble())
                    .isGreaterThanOrEqualTo(sandbox.at("/call_us/median").asDouble());
        }
        assertThat(table.path("skipped").toString())
                .contains("Pyodide in Node, a fresh instance each")
                .contains("Pyodide in Node, one instance for all");
    }

    @Test
    void badCountsAreSaidInOneLine() {
        CommandRun run = CommandRun.of("bench", "compare", "--rounds=0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("rounds: 0 given; 1 or more are needed");
    }
}
