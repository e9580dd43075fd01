package dev.handaxe.benchmarks.goals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.benchmarks.compare.Host;
import dev.handaxe.benchmarks.compare.Samples;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.benchmarks.goals.GoalFigure.Quantity;
import dev.handaxe.benchmarks.goals.GoalFigure.Spread;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTableTest {
    private static final Quantity CALL = new Quantity("a call, median", "us");

    private static GoalTable table(GoalFigure... figures) {
        Host host = new Host("a processor", 2, 4096, "Linux 6", "25");
        return new GoalTable(host, List.of(figures), List.of("one: absent"));
    }

    private static GoalFigure figure(double measured, Bound bound) {
        return new GoalFigure(1, CALL, measured, new Spread(measured - 1, measured + 2), bound);
    }

    @Test
    void aFigureIsTheStatisticOfAllAndItsSpreadThatOfTheFifths() {
        double[] values = {9, 1, 2, 2, 3, 3, 4, 4, 5, 5};

        GoalFigure figure = GoalFigure.of(1, CALL, values, Samples::median, Bound.atMost(3));

        assertThat(figure.measured()).isEqualTo(3);
        assertThat(figure.spread()).isEqualTo(new Spread(1, 5));
    }

    @Test
    void fewerValuesThanFifthsAreOneEach() {
        GoalFigure figure =
                GoalFigure.of(1, CALL, new double[] {4, 7}, all -> all.quantile(1), Bound.NONE);

        assertThat(figure.measured()).isEqualTo(7);
        assertThat(figure.spread()).isEqualTo(new Spread(4, 7));
    }

    @Test
    void aBoundIsMetAtItsEdgeAndNotBeyond() {
        assertThat(Bound.atMost(60).met(60)).contains(true);
        assertThat(Bound.atMost(60).met(60.01)).contains(false);
        assertThat(Bound.atLeast(1.8).met(1.8)).contains(true);
        assertThat(Bound.atLeast(1.8).met(1.79)).contains(false);
        assertThat(Bound.NONE.met(1e9)).isEmpty();
    }

    @Test
    void theObjectSaysWhatWasMeasuredWhatItIsToBeAndWhetherItIs() throws IOException {
        JsonNode json =
                RecordReader.JSON.readTree(
                        table(
                                        figure(60.5, Bound.atMost(60)),
                                        figure(2, Bound.atLeast(1.8)),
                                        figure(3, Bound.NONE))
                                .json());

        assertThat(json.at("/host/processors").asInt()).isEqualTo(2);
        assertThat(json.at("/figures/0").toString())
                .isEqualTo(
                        "{\"goal\":1,\"what\":\"a call, median\",\"unit\":\"us\",\"measured\":60.5,"
                                + "\"spread\":[59.5,62.5],\"at_most\":60.0,\"met\":false}");
        assertThat(json.at("/figures/1/met").asBoolean()).isTrue();
        assertThat(json.at("/figures/1/at_least").asDouble()).isEqualTo(1.8);
        assertThat(json.at("/figures/2").has("met")).isFalse();
        assertThat(json.at("/skipped/0").asText()).isEqualTo("one: absent");
    }

    @Test
    void theLinesSayTheSameToPeople() {
        List<String> lines =
                table(figure(60.5, Bound.atMost(60)), figure(2, Bound.atLeast(1.8))).lines();

        assertThat(lines.get(2)).contains("60.5", "59.5 to 62.5", "us").endsWith("NOT MET");
        assertThat(lines.get(3)).endsWith(">= 1.8   met");
        assertThat(lines.getLast()).isEqualTo("skipped: one: absent");
    }

    @Test
    void nothingToMeasureIsRefused() {
        assertThatThrownBy(() -> new GoalCounts(1, 0, 1, Duration.ZERO))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("1 or more");
        assertThatThrownBy(() -> new GoalCounts(1, 1, 1, Duration.ofMillis(-1)))
                .isInstanceOf(HandaxeException.class);
    }
}
