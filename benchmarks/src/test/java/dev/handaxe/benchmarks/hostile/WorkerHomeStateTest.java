package dev.handaxe.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerHomeStateTest {
    @TempDir Path home;

    private WorkerHomeState before;

    @BeforeEach
    void look() throws IOException {
        Files.createDirectories(home.resolve("python/lib"));
        Files.writeString(home.resolve("python/lib/os.py"), "x = 1");
        before = WorkerHomeState.of(SandboxOptions.defaults().withWorkerHome(home));
    }

    @Test
    void nothingChanged() {
        assertThat(before.changes()).isEmpty();
    }

    @Test
    void aNewFileIsAChange() throws IOException {
        Files.writeString(home.resolve("python/lib/os.pyc"), "");
        assertThat(before.changes()).singleElement().asString().contains("1 files", "os.pyc");
    }

    @Test
    void otherContentAndNoFileAreChanges() throws IOException {
        Files.writeString(home.resolve("python/lib/os.py"), "x = 12");
        assertThat(before.changes()).hasSize(1);
        Files.delete(home.resolve("python/lib/os.py"));
        assertThat(before.changes()).hasSize(1);
    }
}
