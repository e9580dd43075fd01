package dev.handaxe.benchmarks.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.benchmarks.compare.Host;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.benchmarks.hot.HotRun.Place;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HotTableTest {
    private static final HotSeries JIT =
            new HotSeries(90, 60, 30, 10, 10, 10, 10, 10, 99, 10, 10, 10, 10, 10, 10, 10);
    private static final HotSeries CPYTHON = new HotSeries(20, 20, 20, 20, 20, 20);

    @Test
    void warmIsTheMedianOfTheLastQuarterAndUntilThenIsWhatCameBefore() {
        assertThat(JIT.first()).isEqualTo(90);
        assertThat(JIT.warm()).isEqualTo(10);
        assertThat(JIT.millisUntilWarm()).isEqualTo(90);
        assertThat(CPYTHON.millisUntilWarm()).isZero();
    }

    @Test
    void aFewCallsAreEnoughToTellTheirSpeed() {
        assertThat(new HotSeries(7).warm()).isEqualTo(7);
        assertThat(new HotSeries(7, 5).millisUntilWarm()).isZero();
        assertThatThrownBy(HotSeries::new).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theObjectHasEveryPlaceWithItsRatioToCPython() throws IOException {
        JsonNode json = RecordReader.JSON.readTree(table().json());

        assertThat(json.at("/programs/0/program").asText()).isEqualTo("sieve");
        assertThat(json.at("/programs/0/jit").toString())
                .isEqualTo(
                        "{\"calls\":16,\"first_ms\":90.0,\"warm_ms\":10.0,\"until_warm_ms\":90.0,"
                                + "\"ratio\":0.5}");
        assertThat(json.at("/programs/0").has("startup")).isFalse();
        assertThat(json.at("/skipped/0").asText()).isEqualTo("startup: not wanted");
    }

    @Test
    void theLinesSayTheSameToPeople() {
        List<String> lines = table().lines();

        assertThat(lines.get(3)).startsWith("sieve ").contains("90.0", "10.00", "0.50", "20.00");
        assertThat(lines.getLast()).isEqualTo("skipped: startup: not wanted");
    }

    @Test
    void noTimeIsRefused() {
        assertThatThrownBy(() -> HotRun.of(Duration.ZERO)).isInstanceOf(HandaxeException.class);
    }

    @Test
    void everyProgramShipsAndDefinesItsFunction() {
        assertThat(HotProgram.ALL)
                .hasSize(8)
                .allSatisfy(program -> assertThat(program.source()).contains("def run(n):\n"));
    }

    private static HotTable table() {
        Host host = new Host("a processor", 2, 4096, "Linux 6", "25");
        HotRow row = new HotRow("sieve", Map.of(Place.JIT, JIT, Place.CPYTHON, CPYTHON));
        return new HotTable(host, List.of(row), List.of("startup: not wanted"));
    }
}
