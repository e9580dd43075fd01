package dev.handaxe.benchmarks.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A peer that runs in Node, driven by {@code peer.mjs} over its pipes. Calls are timed within Node:
 * the pipe is not the peer's.
 *
 * <p>Confined to one thread.
 */
final class NodePeer implements Contestant {
    private static final int FRESH_PROGRAMS = 10;
    private static final int FRESH_CALLS = 3;
    private static final int CALLS = 1000;
    private static final long TIMEOUT_SECONDS = 120;

    /** What can be measured so. */
    enum Kind {
        PYODIDE_FRESH("Pyodide in Node, a fresh instance each", "pyodide"),
        PYODIDE("Pyodide in Node, one instance for all", "pyodide"),
        MONTY("Monty in Node", "@pydantic/monty");

        private final String title;
        private final String packageName;

        Kind(String title, String packageName) {
            this.title = title;
            this.packageName = packageName;
        }

        String title() {
            return title;
        }

        String packageName() {
            return packageName;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;
    private final TemporaryFolder folder;
    private final Path errors;
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;
    private final String version;

    private NodePeer(Kind kind, Path packages, TemporaryFolder folder) throws IOException {
        this.kind = kind;
        this.folder = folder;
        Path script = folder.path().resolve("peer.mjs");
        errors = folder.path().resolve("stderr.txt");
        try (InputStream resource =
                Objects.requireNonNull(NodePeer.class.getResourceAsStream("peer.mjs"))) {
            Files.copy(resource, script);
        }
        process =
                new ProcessBuilder("node", script.toString(), kind.word(), packages.toString())
                        .redirectError(errors.toFile())
                        .start();
        in = process.outputWriter(StandardCharsets.UTF_8);
        out = process.inputReader(StandardCharsets.UTF_8);
        try {
            version = kind.title.split(" ", 2)[0] + " " + answer().path("version").asText();
        } catch (HandaxeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /**
     * Whether this host has Node, and the folder the peer's package.
     *
     * @param packages holds {@code node_modules}
     */
    static boolean isThere(Kind kind, Path packages) {
        return Files.isRegularFile(
                        packages.resolve("node_modules")
                                .resolve(kind.packageName)
                                .resolve("package.json"))
                && HostCommand.firstLine(List.of("node", "--version")).isPresent();
    }

    /**
     * Starts it.
     *
     * @throws HandaxeException with {@link Code#IO} if it does not start
     */
    static Contestant open(Kind kind, Path packages) {
        TemporaryFolder folder = TemporaryFolder.make();
        try {
            return new NodePeer(kind, packages.toAbsolutePath(), folder);
        } catch (IOException e) {
            folder.close();
            throw new HandaxeException(Code.IO, "node does not start: " + e.getMessage(), e);
        } catch (HandaxeException e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return kind.title;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public int mostPrograms() {
        return kind == Kind.PYODIDE_FRESH ? FRESH_PROGRAMS : Integer.MAX_VALUE;
    }

    @Override
    public long run(List<String> programs) {
        long passed = 0;
        for (String program : programs) {
            ObjectNode request = RecordReader.JSON.createObjectNode().put("program", program);
            passed += ask(request).path("passed").asBoolean() ? 1 : 0;
        }
        return passed;
    }

    @Override
    public double[] calls(int count) {
        JsonNode answer = ask(RecordReader.JSON.createObjectNode().put("calls", count));
        JsonNode micros = answer.path("micros");
        if (micros.size() != count) {
            throw new HandaxeException(
                    Code.IO, "its calls failed: " + answer.path("error").asText("no reason given"));
        }
        double[] all = new double[count];
        for (int i = 0; i < count; i++) {
            all[i] = micros.get(i).doubleValue();
        }
        return all;
    }

    @Override
    public int callsPerRound() {
        return kind == Kind.PYODIDE_FRESH ? FRESH_CALLS : CALLS;
    }

    private JsonNode ask(ObjectNode request) {
        try {
            in.write(request.toString());
            in.newLine();
            in.flush();
        } catch (IOException e) {
            throw ended(e);
        }
        return answer();
    }

    /**
     * Waits for a line, in a thread of its own: a read from a pipe can neither be timed nor
     * interrupted.
     */
    private JsonNode answer() {
        FutureTask<String> line = new FutureTask<>(out::readLine);
        Thread.ofVirtual().start(line);
        try {
            String text = line.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (text == null) {
                throw ended(new IOException("its process has ended"));
            }
            return RecordReader.JSON.readTree(text);
        } catch (IOException | ExecutionException e) {
            throw ended(e);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new HandaxeException(Code.IO, "no answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
        }
    }

    /** With what Node said last that looks like an error. */
    private HandaxeException ended(Exception cause) {
        String said = "";
        try (Stream<String> lines = Files.lines(errors)) {
            said = lines.filter(line -> line.contains("Error")).findFirst().orElse("");
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return new HandaxeException(
                Code.IO,
                "the peer failed: " + (said.isEmpty() ? cause.getMessage() : said.strip()),
                cause);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        folder.close();
    }
}
