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
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

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
    private final Path script;
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;
    private final String version;

    private NodePeer(Kind kind, Path packages, Path script) throws IOException {
        this.kind = kind;
        this.script = script;
        process =
                new ProcessBuilder("node", script.toString(), kind.word(), packages.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        in = process.outputWriter(StandardCharsets.UTF_8);
        out = process.inputReader(StandardCharsets.UTF_8);
        try {
            version = kind.title.split(" ", 2)[0] + " " + answer().path("version").asText();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts it; empty if this host has no Node, or the folder not the peer's package.
     *
     * @param packages holds {@code node_modules}
     */
    static Optional<Contestant> open(Kind kind, Path packages) throws IOException {
        Path script = Files.createTempFile("handaxe-peer", ".mjs");
        try (InputStream resource =
                Objects.requireNonNull(NodePeer.class.getResourceAsStream("peer.mjs"))) {
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(new NodePeer(kind, packages.toAbsolutePath(), script));
        } catch (IOException e) {
            Files.deleteIfExists(script);
            return Optional.empty();
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
        JsonNode micros =
                ask(RecordReader.JSON.createObjectNode().put("calls", count)).path("micros");
        double[] all = new double[micros.size()];
        for (int i = 0; i < all.length; i++) {
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
            return answer();
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, kind.title + ": " + e.getMessage(), e);
        }
    }

    private JsonNode answer() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the peer's process has ended");
        }
        return RecordReader.JSON.readTree(line);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(script);
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "cannot remove " + script, e);
        }
    }
}
