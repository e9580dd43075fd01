package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Programs of the host: where they are, and short runs of them with an empty environment. */
final class HostTool {
    private static final Run INTERRUPTED = new Run(-1, "interrupted");
    private static final int PATIENCE_SECONDS = 10;
    private static final int LOOKS = 20;
    private static final int LOOK_MILLIS = 10;
    private static final int MAX_OUTPUT = 64 * 1024;
    private static final int MAX_REASON = 300;
    private static final List<String> USUAL = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

    private HostTool() {}

    /**
     * How a program ended.
     *
     * @param status its exit status; -1 if it could not be started
     * @param output what it wrote to both streams, or why it could not be started
     */
    record Run(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }

        /** One line that says why it failed. */
        String reason() {
            String line =
                    output.lines()
                            .map(String::strip)
                            .filter(
                                    text ->
                                            !text.isEmpty()
                                                    && !text.startsWith(ConfinementProbe.MARK))
                            .findFirst()
                            .orElse("it ended with status " + status);
            return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) : line;
        }
    }

    static boolean onLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
    }

    /** The program of that name on PATH or in the usual folders. */
    static Optional<Path> find(String name) {
        String path = System.getenv("PATH");
        Stream<String> folders =
                Stream.concat(
                        path == null ? Stream.of() : Stream.of(path.split(":", -1)),
                        USUAL.stream());
        return folders.filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Runs it to its end; one that takes too long is killed, as when the thread is interrupted. */
    static Run run(List<String> command) {
        if (Thread.currentThread().isInterrupted()) {
            return INTERRUPTED;
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return new Run(-1, String.valueOf(e.getMessage()));
        }
        FutureTask<String> output = new FutureTask<>(() -> read(process.getInputStream()));
        Thread.ofPlatform().daemon().name("sandbox-probe").start(output);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                kill(process);
            }
            return new Run(process.waitFor(), output.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        } catch (ExecutionException | TimeoutException e) {
            return new Run(-1, "its output cannot be read");
        } finally {
            process.destroyForcibly(); // where it is still there, and its pipes
        }
    }

    /**
     * From the inside out, once there is an inside: a bubblewrap killed in its first moments leaves
     * its child waiting. Other tools start nothing, and are given those moments too.
     */
    private static void kill(Process process) {
        try {
            for (int look = 0; look < LOOKS && process.descendants().findAny().isEmpty(); look++) {
                if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // twice: it is to be quick
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
    }

    private static String read(InputStream in) throws IOException {
        String output = new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        in.transferTo(OutputStream.nullOutputStream());
        return output;
    }
}
