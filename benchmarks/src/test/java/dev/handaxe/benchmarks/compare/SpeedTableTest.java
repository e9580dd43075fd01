package dev.handaxe.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.benchmarks.data.RecordReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedTableTest {
    private static final Host HOST = new Host("a processor", 2, 4096, "Linux 6", "25");

    private static SpeedRow row(String name, int programs, double first, double second) {
        return new SpeedRow(
                name,
                "1.0",
                12.5,
                new SpeedRow.Runs(programs, programs - 1, List.of(first, second)),
                new Samples(30, 10, 20));
    }

    private static JsonNode json(SpeedRow... rows) throws IOException {
        return RecordReader.JSON.readTree(
                new SpeedTable(HOST, 2, List.of(rows), List.of("Monty: absent")).json());
    }

    @Test
    void aRatioIsOfTheSamePassAndOfOneProgram() throws IOException {
        JsonNode table = json(row("Handaxe", 10, 4, 1), row(PythonProcesses.BARE, 100, 10, 20));

        assertThat(table.at("/contestants/0/passes/0/per_program_ms").asDouble()).isEqualTo(400);
        assertThat(table.at("/contestants/0/passes/0/ratio").asDouble()).isEqualTo(4);
        assertThat(table.at("/contestants/0/passes/1/ratio").asDouble()).isEqualTo(0.5);
        assertThat(table.at("/contestants/1/passes/1/ratio").asDouble()).isEqualTo(1);
        assertThat(table.at("/contestants/0/ratio").asDouble()).isEqualTo(1);
        assertThat(table.at("/contestants/0/passed").asInt()).isEqualTo(9);
        assertThat(table.at("/contestants/0/call_us/median").asDouble()).isEqualTo(20);
        assertThat(table.at("/skipped/0").asText()).isEqualTo("Monty: absent");
    }

    @Test
    void withoutCpythonThereIsNoRatio() throws IOException {
        assertThat(
                        json(row("Handaxe", 10, 4, 1))
                                .at("/contestants/0/passes/0/ratio")
                                .isMissingNode())
                .isTrue();
    }

    @Test
    void peopleReadALineForEachAndWhatIsLeftOut() {
        List<String> lines =
                new SpeedTable(
                                HOST,
                                2,
                                List.of(
                                        row("Handaxe", 10, 4, 1),
                                        row(PythonProcesses.BARE, 100, 10, 20)),
                                List.of("Monty: absent"))
                        .lines();

        assertThat(lines).hasSize(5);
        assertThat(lines.get(2)).contains("9/10").contains("400.0 100.0").contains("4.00 0.50");
        assertThat(lines.get(4)).isEqualTo("skipped: Monty: absent");
    }

    @Test
    void quantilesAreMeasuredValues() {
        Samples samples = new Samples(5, 1, 4, 2, 3);

        assertThat(samples.median()).isEqualTo(3);
        assertThat(samples.quantile(0.99)).isEqualTo(5);
        assertThat(samples.quantile(0)).isEqualTo(1);
        assertThat(new Samples(7).median()).isEqualTo(7);
        assertThatThrownBy(Samples::new).hasMessage("there are no values");
    }

    @Test
    void fewerProgramsAreTakenAtEvenDistances() {
        List<String> all = List.of("a", "b", "c", "d", "e", "f");

        assertThat(Measurement.spread(all, 3)).containsExactly("a", "c", "e");
        assertThat(Measurement.spread(all, 6)).isEqualTo(all);
        assertThat(Measurement.spread(all, 100)).isEqualTo(all);
    }
}
