package dev.handaxe.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program of the host's, run to its end. No state. */
final class Tool {
    private Tool() {}

    record Run(int exitCode, String out, String err) {}

    /** Whether that program is there and ends with 0. */
    static boolean works(List<String> command) throws InterruptedException {
        try {
            return run(command).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static Run run(List<String> command) throws IOException, InterruptedException {
        Path err = Files.createTempFile("err", null);
        try {
            Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Run(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
