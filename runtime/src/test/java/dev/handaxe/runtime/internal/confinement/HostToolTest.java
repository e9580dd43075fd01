package dev.handaxe.runtime.internal.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostToolTest {
    private static final Path SHELL = Path.of("/bin/sh");

    @TempDir Path folder;

    private HostTool.Run run(String script) {
        assumeTrue(Files.isExecutable(SHELL), "there is no shell here");
        return HostTool.run(List.of(SHELL.toString(), "-c", script));
    }

    @Test
    void whatAToolSaysIsReadToItsEnd() {
        HostTool.Run run = run("echo one; echo two >&2; exit 3");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.output()).isEqualTo("one\ntwo\n");
    }

    @Test
    void anInterruptedThreadStartsNothing() throws InterruptedException {
        Path trace = folder.resolve("ran");
        AtomicReference<HostTool.Run> run = new AtomicReference<>();
        AtomicReference<Boolean> stillInterrupted = new AtomicReference<>(false);
        Thread thread =
                new Thread(
                        () -> {
                            Thread.currentThread().interrupt();
                            run.set(run("echo > '" + trace + "'"));
                            stillInterrupted.set(Thread.currentThread().isInterrupted());
                        });
        thread.start();
        thread.join();

        assertThat(run.get()).isEqualTo(new HostTool.Run(-1, "interrupted"));
        assertThat(stillInterrupted.get()).isTrue();
        assertThat(trace).doesNotExist();
    }

    @Test
    void anInterruptKillsTheToolAndWhatItStarted() throws Exception {
        Path pids = folder.resolve("pids");
        Thread thread =
                new Thread(
                        () ->
                                run(
                                        "sleep 600 & echo $! $$ > '%1$s.new'; mv '%1$s.new' '%1$s'; wait"
                                                .formatted(pids)));
        thread.start();
        while (Files.notExists(pids) && thread.isAlive()) {
            Thread.onSpinWait();
        }
        assumeTrue(Files.exists(pids));
        thread.interrupt();
        thread.join();

        for (String pid : Files.readString(pids).strip().split(" ", -1)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(left -> left.onExit().join());
        }
    }
}
