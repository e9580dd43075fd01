package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeedComparisonIT {

    @Test
    void coldStartAndWarmCallAreMeasured() {
        CommandRun run = CommandRun.of("bench", "compare", "--json", "--progress=none");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).matches("\\{\"cold_start_ms\":[0-9.]+,\"warm_call_ms\":[0-9.]+}\n");
    }
}
