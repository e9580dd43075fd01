package dev.handaxe.benchmarks.compare;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * CPython with a process for each program, as the data sets' own harnesses do; bare, or confined by
 * bubblewrap as a host would. Bare it has no protection at all: it runs reference solutions and
 * never samples.
 *
 * <p>Thread-safe.
 */
final class PythonProcesses implements Contestant {
    static final String BARE = "CPython, a process each";
    static final String CONFINED = "CPython in bubblewrap, a process each";

    private static final String PYTHON = "python3";
    private static final long TIMEOUT_SECONDS = 30;

    /** Only a program that comes to its last line leaves with this code. */
    private static final int REACHED_THE_END = 77;

    private static final String LAST_LINE = "\nraise SystemExit(" + REACHED_THE_END + ")\n";
    private static final String TRIVIAL =
            "def plus(a, b):\n    return a + b\nassert plus(2, 3) == 5\n" + LAST_LINE;

    /** The file system to read, and nothing else of the host. */
    private static final List<String> BUBBLEWRAP =
            List.of(
                    "bwrap",
                    "--ro-bind",
                    "/",
                    "/",
                    "--dev",
                    "/dev",
                    "--proc",
                    "/proc",
                    "--tmpfs",
                    "/home",
                    "--unshare-all",
                    "--die-with-parent",
                    "--new-session");

    private final String name;
    private final Interpreter interpreter;
    private final List<String> prefix;
    private final int parallel;
    private final TemporaryFolder folder;
    private final AtomicInteger files = new AtomicInteger();

    private PythonProcesses(
            String name, Interpreter interpreter, List<String> wrapper, int parallel) {
        this.name = name;
        this.interpreter = interpreter;
        this.parallel = parallel;
        folder = TemporaryFolder.make();
        prefix = new ArrayList<>(wrapper);
        if (!wrapper.isEmpty()) {
            String own = folder.path().toString();
            prefix.addAll(List.of("--ro-bind", own, own));
        }
    }

    /** Bare processes. */
    static Contestant bare(Interpreter interpreter, int parallel) {
        return new PythonProcesses(BARE, interpreter, List.of(), parallel);
    }

    /** Whether this host has a bubblewrap. */
    static boolean canConfine() {
        return HostCommand.firstLine(List.of("bwrap", "--version")).isPresent();
    }

    /** Processes in bubblewrap. */
    static Contestant confined(Interpreter interpreter, int parallel) {
        return new PythonProcesses(CONFINED, interpreter, BUBBLEWRAP, parallel);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return "CPython " + interpreter.version();
    }

    @Override
    public long run(List<String> programs) {
        return Passes.count(parallel, programs, program -> passes(program + LAST_LINE));
    }

    @Override
    public double[] calls(int count) {
        double[] micros = new double[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            if (!passes(TRIVIAL)) {
                throw new HandaxeException(Code.IO, name + ": 2 + 3 is not 5");
            }
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        return micros;
    }

    @Override
    public int callsPerRound() {
        return 20;
    }

    private boolean passes(String program) {
        Path file = folder.path().resolve("program" + files.incrementAndGet() + ".py");
        try {
            Files.writeString(file, program, StandardCharsets.UTF_8);
            Process process = start(file);
            try {
                return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        && process.exitValue() == REACHED_THE_END;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "cannot run " + PYTHON + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
        }
    }

    private Process start(Path file) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(interpreter.path(), "-I", file.toString()));
        return new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Override
    public void close() {
        folder.close();
    }
}
