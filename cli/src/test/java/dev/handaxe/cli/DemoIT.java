package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README's first command shows: no key, no network, no option. */
class DemoIT {
    @TempDir private Path folder;

    @Test
    void theDemoTrainsFromTheRecordingThatShips() throws Exception {
        ProcessRun demo = HandaxeProcess.run(folder, "train", "demo");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.err()).contains("no model is asked").contains("baseline train 12/12");
        assertThat(demo.out()).contains("before ").contains("after ").contains("functions");
        assertThat(folder.resolve("runs")).isDirectory();
    }
}
