package dev.handaxe.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command reads and writes. The launcher says which streams are terminals, because Java
 * cannot ask for one stream alone.
 *
 * <p>Thread-safe, as its streams are.
 *
 * @param outIsTerminal whether people read stdout directly
 * @param errIsTerminal whether people read stderr directly
 * @param environment the process's environment variables
 */
record Terminal(
        Streams streams,
        boolean outIsTerminal,
        boolean errIsTerminal,
        Map<String, String> environment) {

    /** The three streams; text is UTF-8 whatever the locale. */
    record Streams(InputStream in, PrintStream out, PrintStream err) {}

    Terminal {
        environment = Map.copyOf(environment);
    }

    /** The terminal of this process. */
    static Terminal ofProcess() {
        return new Terminal(
                new Streams(
                        new FileInputStream(FileDescriptor.in),
                        utf8(FileDescriptor.out),
                        utf8(FileDescriptor.err)),
                Boolean.getBoolean("handaxe.stdout.terminal"),
                Boolean.getBoolean("handaxe.stderr.terminal"),
                System.getenv());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    PrintStream out() {
        return streams.out();
    }

    PrintStream err() {
        return streams.err();
    }

    InputStream in() {
        return streams.in();
    }

    /** Whether colours are wanted, apart from {@code --no-color}. */
    boolean colours() {
        return outIsTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Whether stderr can redraw a line. */
    boolean canRedraw() {
        return errIsTerminal && !"dumb".equals(environment.get("TERM"));
    }
}
