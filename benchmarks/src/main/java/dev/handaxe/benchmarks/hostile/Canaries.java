package dev.handaxe.benchmarks.hostile;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What no guest may see or touch, each with content that is found again wherever it turns up: a
 * file beside which nothing may appear, a variable of this process's environment, a listener on
 * loopback, and what two other callers hold: an earlier call of the same tenant, and a neighbour.
 *
 * <p>Thread-safe. Whoever plants them closes them.
 */
final class Canaries implements AutoCloseable {
    /** Set by a build or a launcher; otherwise the longest plain variable serves. */
    static final String VARIABLE = "HANDAXE_CANARY";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ._:/,=+-]{12,}");

    private final Path folder;
    private final Path file;
    private final FileTime written;
    private final String fileSecret = token();
    private final String earlierSecret = token();
    private final String neighbourSecret = token();
    private final String variable;
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final LoopbackCanary listener;

    private Canaries(Path folder, String variable, String value) throws IOException {
        this.folder = folder;
        this.variable = variable;
        file = Files.writeString(folder.resolve("ledger.txt"), fileSecret);
        written = Files.getLastModifiedTime(file);
        secrets.put("the canary file", fileSecret);
        secrets.put("what an earlier call left", earlierSecret);
        secrets.put("the neighbour's data", neighbourSecret);
        secrets.put("the environment", value);
        listener = LoopbackCanary.listen();
    }

    /**
     * Plants them all.
     *
     * @param environment this process's
     * @throws HandaxeException with {@link Code#IO} if the host has no room for them
     */
    static Canaries plant(Map<String, String> environment) {
        String variable =
                environment.containsKey(VARIABLE)
                        ? VARIABLE
                        : environment.entrySet().stream()
                                .filter(entry -> PLAIN.matcher(entry.getValue()).matches())
                                .max(Comparator.comparingInt(entry -> entry.getValue().length()))
                                .map(Map.Entry::getKey)
                                .orElseThrow(
                                        () ->
                                                new HandaxeException(
                                                        Code.INVALID_INPUT,
                                                        "the environment has no canary: set "
                                                                + VARIABLE
                                                                + " to 12 or more letters"));
        try {
            return new Canaries(
                    Files.createTempDirectory("hostile-canary-"),
                    variable,
                    environment.getOrDefault(variable, ""));
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "no canary could be planted", e);
        }
    }

    /** What an earlier call of the same tenant leaves behind. */
    String earlierSecret() {
        return earlierSecret;
    }

    /** What the neighbour holds. */
    String neighbourSecret() {
        return neighbourSecret;
    }

    /** The source with its placeholders filled in. */
    String fill(String source) {
        return source.replace("@CANARY_FILE@", file.toString())
                .replace("@CANARY_FOLDER@", folder.toString())
                .replace("@CANARY_ENV@", variable)
                .replace("@LISTENER_PORT@", Integer.toString(listener.port()))
                .replace("@SUPERVISOR_PID@", Long.toString(ProcessHandle.current().pid()));
    }

    /** Which secrets came out in the outcome of an attack, one line each. */
    List<String> seenIn(Outcome outcome) {
        StringBuilder all = new StringBuilder(OutcomeFormat.json(outcome));
        outcome.returnedValue().ifPresent(value -> collectBytes(value, all));
        String text = all.toString();
        List<String> seen = new ArrayList<>();
        secrets.forEach(
                (name, secret) -> {
                    if (text.contains(secret)) {
                        seen.add("LEAK: " + name + " came out");
                    }
                });
        return seen;
    }

    /** What was touched since they were planted, one line each. */
    List<String> touched() {
        List<String> touched = new ArrayList<>();
        long connections = listener.takeContacts();
        if (connections > 0) {
            touched.add("LEAK: " + connections + " contacts reached the loopback listener");
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (!files.toList().equals(List.of(file))) {
                touched.add("LEAK: the folder of the canary file was written to");
            }
            if (!Files.readString(file).equals(fileSecret)
                    || !Files.getLastModifiedTime(file).equals(written)) {
                touched.add("LEAK: the canary file was changed");
            }
        } catch (IOException e) {
            touched.add("LEAK: the canary file is gone: " + e.getMessage());
        }
        return touched;
    }

    /** Removes them. */
    @Override
    public void close() {
        listener.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, folder + " could not be removed", e);
        }
    }

    /** JSON shows bytes in base64, in which a secret would not be found. */
    private static void collectBytes(PythonValue value, StringBuilder into) {
        switch (value) {
            case PythonValue.PyBytes bytes ->
                    into.append(new String(bytes.value(), StandardCharsets.ISO_8859_1));
            case PythonValue.PyList list -> list.items().forEach(v -> collectBytes(v, into));
            case PythonValue.PyTuple tuple -> tuple.items().forEach(v -> collectBytes(v, into));
            case PythonValue.PySet set -> set.items().forEach(v -> collectBytes(v, into));
            case PythonValue.PyFrozenSet set -> set.items().forEach(v -> collectBytes(v, into));
            case PythonValue.PyDict dict ->
                    dict.entries()
                            .forEach(
                                    entry -> {
                                        collectBytes(entry.key(), into);
                                        collectBytes(entry.value(), into);
                                    });
            case PythonValue.PyNone _,
                    PythonValue.PyBool _,
                    PythonValue.PyInt _,
                    PythonValue.PyFloat _,
                    PythonValue.PyComplex _,
                    PythonValue.PyStr _ -> {}
        }
    }

    private static String token() {
        return "canary-" + UUID.randomUUID();
    }
}
