package dev.handaxe.examples.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The jar with all other jars in it, run as a program of its own. */
class SandboxApplicationIT {
    @Test
    void theFatJarRunsGuestCodeAndLeavesNoProcess() throws Exception {
        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dhandaxe.cache=" + System.getProperty("handaxe.cache"),
                                "-jar",
                                System.getProperty("fat.jar"))
                        .redirectErrorStream(true)
                        .start();
        try {
            String said = new String(program.getInputStream().readAllBytes(), UTF_8);
            List<ProcessHandle> left = ProcessHandle.current().descendants().toList();
            assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(said).contains("half(7) PyFloat[value=3.5]");
            assertThat(program.exitValue()).as(said).isZero();
            assertThat(left)
                    .filteredOn(process -> process.pid() != program.pid())
                    .filteredOn(ProcessHandle::isAlive)
                    .isEmpty();
        } finally {
            program.destroyForcibly();
        }
    }
}
