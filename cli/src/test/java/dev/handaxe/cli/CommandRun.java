package dev.handaxe.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What one command, run inside the test's JVM, printed and ended with. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(String... arguments) {
        return with(Map.of(), "", arguments);
    }

    static CommandRun with(Map<String, String> environment, String stdin, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new Terminal.Streams(
                                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8)),
                        false,
                        false,
                        environment);
        int exitCode = Handaxe.run(terminal, arguments);
        return new CommandRun(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }
}
