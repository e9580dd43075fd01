package dev.handaxe.benchmarks.compare;

import dev.handaxe.benchmarks.ReferencePrograms;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Handaxe beside what people would use in its place, on one host in one run: each contestant runs
 * the same programs in turns, pass by pass, so that what else the host does meets all alike. A peer
 * that this host does not have is left out, and said.
 *
 * <pre>{@code
 * SpeedTable table = SpeedComparison.of(programs).packages(Path.of("peers")).run(System.err::println);
 * }</pre>
 *
 * <p>Confined to one thread.
 */
public final class SpeedComparison {
    private final List<String> programs;
    private int rounds = 3;
    private int parallel = Runtime.getRuntime().availableProcessors();
    private Path packages = Path.of("");

    private SpeedComparison(List<String> programs) {
        this.programs = programs;
    }

    /**
     * A comparison over these programs, such as {@link ReferencePrograms}.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is none
     */
    public static SpeedComparison of(List<String> programs) {
        if (programs.isEmpty()) {
            throw new HandaxeException(Code.INVALID_INPUT, "there are no programs to compare with");
        }
        return new SpeedComparison(List.copyOf(programs));
    }

    /**
     * How many passes each makes.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if below 1
     */
    public SpeedComparison rounds(int count) {
        rounds = atLeastOne("rounds", count);
        return this;
    }

    /**
     * Handaxe's workers, and processes at once of the peers that are processes.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if below 1
     */
    public SpeedComparison parallel(int count) {
        parallel = atLeastOne("workers", count);
        return this;
    }

    /** Where the {@code node_modules} with Pyodide and Monty are. */
    public SpeedComparison packages(Path folder) {
        packages = folder;
        return this;
    }

    private static int atLeastOne(String what, int count) {
        if (count < 1) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, what + ": " + count + " given; 1 or more are needed");
        }
        return count;
    }

    /**
     * Measures.
     *
     * @param say is told what is being measured, and what is left out
     * @throws HandaxeException if this host cannot run workers, or a contestant fails
     */
    public SpeedTable run(Consumer<String> say) {
        List<String> skipped = new ArrayList<>();
        List<Measurement> measured = new ArrayList<>();
        try {
            for (Entry entry : entries()) {
                say.accept("starting " + entry.name());
                Optional<Measurement> opened = open(entry);
                opened.ifPresentOrElse(
                        measured::add,
                        () -> {
                            skipped.add(entry.name() + ": " + entry.needs());
                            say.accept("skipped: " + entry.name() + ": " + entry.needs());
                        });
            }
            for (int round = 1; round <= rounds; round++) {
                for (Measurement each : measured) {
                    say.accept("round %d of %d: %s".formatted(round, rounds, each.name()));
                    each.round(programs);
                }
                Collections.rotate(measured, -1);
            }
            Collections.rotate(measured, rounds);
            return new SpeedTable(
                    Host.here(),
                    parallel,
                    measured.stream().map(Measurement::row).toList(),
                    skipped);
        } finally {
            measured.forEach(Measurement::close);
        }
    }

    /** One that may take part. */
    private record Entry(String name, String needs, Opening opening) {}

    /** Opens a contestant; empty where the host lacks what it needs. */
    private interface Opening {
        Optional<Contestant> open() throws IOException;
    }

    private List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        for (SandboxContestant.Kind kind : SandboxContestant.Kind.values()) {
            all.add(
                    new Entry(
                            kind.title(),
                            "workers",
                            () -> Optional.of(SandboxContestant.open(kind, parallel))));
        }
        all.add(
                new Entry(
                        PythonProcesses.BARE,
                        "needs python3 on PATH",
                        () -> PythonProcesses.bare(parallel)));
        all.add(
                new Entry(
                        PythonProcesses.CONFINED,
                        "needs python3 and a bwrap that works",
                        () -> PythonProcesses.confined(parallel)));
        for (NodePeer.Kind kind : NodePeer.Kind.values()) {
            all.add(
                    new Entry(
                            kind.title(),
                            "needs node, and node_modules/%s in the folder of peers"
                                    .formatted(kind.packageName()),
                            () -> NodePeer.open(kind, packages)));
        }
        return all;
    }

    private static Optional<Measurement> open(Entry entry) {
        long start = System.nanoTime();
        try {
            return entry.opening().open().map(contestant -> Measurement.of(contestant, start));
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, entry.name() + ": " + e.getMessage(), e);
        }
    }
}
