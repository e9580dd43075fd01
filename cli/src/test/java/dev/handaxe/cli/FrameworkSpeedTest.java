package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameworkSpeedTest {
    @Test
    void aSmallRunIsMeasuredLiveAndReplayed() {
        CommandRun run =
                CommandRun.of("bench", "train", "--tasks", "62", "--epochs", "2", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("{\"tasks\":62,\"epochs\":2,\"concurrency\":4,\"live_seconds\":")
                .containsPattern("\"ledger_bytes\":[1-9]\\d{4}");
    }

    @Test
    void sizesThatMakeNoRunAreRefused() {
        CommandRun run = CommandRun.of("bench", "train", "--epochs", "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--tasks and --epochs are 1 or more");
    }
}
