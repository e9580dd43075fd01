package dev.handaxe.benchmarks.compare;

import java.util.List;
import java.util.Optional;

/**
 * What {@code python3} starts in the end: a wrapper on PATH would be measured with it.
 *
 * <p>Immutable.
 */
public record Interpreter(String version, String path) {
    private static final String PYTHON = "python3";

    /** Empty if this host has none. */
    public static Optional<Interpreter> find() {
        return HostCommand.firstLine(
                        List.of(
                                PYTHON,
                                "-I",
                                "-c",
                                "import platform, sys;"
                                        + " print(platform.python_version(), sys.executable)"))
                .map(line -> line.split(" ", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> new Interpreter(parts[0], parts[1]));
    }
}
