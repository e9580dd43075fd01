package dev.handaxe.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FootprintTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path folder;

    @Test
    void aThreadMoreIsSeenAndForgottenWhenItEnds() throws InterruptedException {
        Footprint before = Footprint.now();
        CountDownLatch end = new CountDownLatch(1);
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                end.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        thread.start();
        assertThat(before.exceeded(AT_ONCE))
                .singleElement()
                .asString()
                .contains("threads", "at most");
        end.countDown();
        assertThat(before.exceeded(PATIENCE)).isEmpty();
        thread.join();
    }

    @Test
    void aProcessMoreIsSeen() throws IOException, InterruptedException {
        Footprint before = Footprint.now();
        Process process = new ProcessBuilder("cat").start();
        try {
            assertThat(before.exceeded(AT_ONCE))
                    .anyMatch(problem -> problem.contains(" child processes"))
                    .anyMatch(problem -> problem.contains(" processes"));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(before.exceeded(PATIENCE)).noneMatch(problem -> problem.contains("processes"));
    }

    @Test
    void openFilesAreSeenWhereTheSystemShowsThem() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "skipped: no /proc here");
        Path file = Files.createFile(folder.resolve("open"));
        Footprint bound = Footprint.now().with(1);
        List<InputStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                open.add(Files.newInputStream(file));
            }
            assertThat(bound.exceeded(AT_ONCE))
                    .anyMatch(problem -> problem.contains("descriptors"));
        } finally {
            for (InputStream each : open) {
                each.close();
            }
        }
        assertThat(bound.exceeded(PATIENCE)).isEmpty();
    }
}
