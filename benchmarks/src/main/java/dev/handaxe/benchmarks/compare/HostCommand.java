package dev.handaxe.benchmarks.compare;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Asks a program of the host for a line, such as its version. No state. */
final class HostCommand {
    private HostCommand() {}

    /**
     * The first line that the command prints; empty if there is no such program, or it fails.
     *
     * @throws HandaxeException with {@link Code#INTERRUPTED} if the thread is interrupted
     */
    static Optional<String> firstLine(List<String> command) {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            process.outputWriter().close();
            try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
                String line = reader.readLine();
                return process.waitFor() == 0 && line != null
                        ? Optional.of(line)
                        : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
