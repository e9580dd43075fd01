package dev.handaxe.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a process printed and ended with. */
record ProcessRun(int exitCode, String out, String err) {
    /** On a host that is busy with much else; nothing waits for it where all is well. */
    private static final long MINUTES = 10;

    /** Runs a command to its end with that environment and no other variable. */
    static ProcessRun of(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        return await(start(folder, environment, command));
    }

    static Process start(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    static ProcessRun await(Process process) throws InterruptedException {
        var out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
        var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end: " + err.join());
        }
        return new ProcessRun(process.exitValue(), out.join(), err.join());
    }

    /** Returns when the file is there. */
    static void awaitFile(Path file) {
        awaitThat(() -> Files.exists(file), file + " did not appear");
    }

    /** Returns when the file is not there. */
    static void awaitNone(Path file) {
        awaitThat(() -> !Files.exists(file), file + " did not go away");
    }

    /** Returns when that is so. */
    static void awaitThat(BooleanSupplier condition, String otherwise) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(otherwise);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Sends a signal such as {@code INT}; the process's streams stay open. */
    static void signal(Process process, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill -" + name + " failed");
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
