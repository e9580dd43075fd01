package dev.handaxe.cli.serve;

import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs in a folder, read anew when their files change: one that goes on is seen as it grows.
 * What a reading took bounds how often it is done, so that a large run does not keep a server busy.
 *
 * <p>Thread-safe.
 */
final class RunArchive {
    /** A run is read at most once in that many times what reading it took. */
    private static final int REST = 10;

    /** Reports hold all conversations; of more runs only the last asked for are kept. */
    private static final int KEPT = 4;

    private static final String RUN = "run.json";
    private static final List<String> FILES =
            List.of(RUN, "ledger.jsonl", "functions/manifest.json");

    private final Path folder;
    private final Map<String, Kept> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                    return size() > KEPT;
                }
            };
    private final Map<String, Brief> briefs = new HashMap<>();

    /** A reading, and when the next may be. */
    private record Kept(String fingerprint, RunReport report, long nextNanos) {}

    /** What is told of a run in a list. */
    private record Brief(String fingerprint, String json) {}

    /** Makes a text of a report. */
    @FunctionalInterface
    interface Form {
        String of(RunReport report);
    }

    /**
     * Of the runs in that folder.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is none that runs lie in
     */
    RunArchive(Path folder) {
        this.folder = folder;
        if (!Files.isDirectory(folder)) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "--runs: " + folder + " is no folder: runs lie in one");
        }
        if (Files.exists(folder.resolve(RUN))) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "--runs: " + folder + " is itself a run: name the folder that it lies in");
        }
    }

    /** Their names, the one that was written to last first. */
    List<String> names() {
        try (Stream<Path> children = Files.list(folder)) {
            Map<String, Long> times = new HashMap<>();
            for (Path child : (Iterable<Path>) children::iterator) {
                if (Files.isRegularFile(child.resolve(RUN), LinkOption.NOFOLLOW_LINKS)) {
                    times.put("" + child.getFileName(), lastChange(child));
                }
            }
            return times.entrySet().stream()
                    .sorted(
                            Map.Entry.<String, Long>comparingByValue()
                                    .reversed()
                                    .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, folder + ": " + e.getMessage(), e);
        }
    }

    /** The run of that name, which comes from a request; empty if there is none. */
    Optional<RunReport> find(String name) {
        return names().contains(name) ? Optional.of(read(name)) : Optional.empty();
    }

    /** A text about it that is made anew only if the run changed; for one that exists. */
    synchronized String brief(String name, Form form) {
        Brief known = briefs.get(name);
        String now = fingerprint(folder.resolve(name));
        if (known != null && known.fingerprint().equals(now)) {
            return known.json();
        }
        RunReport report = read(name);
        String json = form.of(report);
        Kept reading = kept.get(name);
        briefs.put(name, new Brief(reading == null ? now : reading.fingerprint(), json));
        return json;
    }

    private synchronized RunReport read(String name) {
        Path run = folder.resolve(name);
        Kept last = kept.get(name);
        if (last != null && System.nanoTime() - last.nextNanos() < 0) {
            return last.report();
        }
        String now = fingerprint(run);
        if (last != null && last.fingerprint().equals(now)) {
            return last.report();
        }
        long begun = System.nanoTime();
        RunReport report = RunReport.read(RunFolder.open(run));
        long ended = System.nanoTime();
        kept.put(name, new Kept(now, report, ended + REST * (ended - begun)));
        return report;
    }

    /** Sizes and times of its files. */
    private static String fingerprint(Path run) {
        StringBuilder all = new StringBuilder();
        for (String name : FILES) {
            Path file = run.resolve(name);
            try {
                all.append(Files.size(file))
                        .append('@')
                        .append(Files.getLastModifiedTime(file))
                        .append(' ');
            } catch (IOException e) {
                all.append("none ");
            }
        }
        return all.toString();
    }

    private static long lastChange(Path run) {
        long last = 0;
        for (String name : FILES) {
            try {
                last = Math.max(last, Files.getLastModifiedTime(run.resolve(name)).toMillis());
            } catch (IOException e) {
                // a file that is not there yet
            }
        }
        return last;
    }
}
