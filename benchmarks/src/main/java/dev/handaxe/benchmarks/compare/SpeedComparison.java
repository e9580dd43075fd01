package dev.handaxe.benchmarks.compare;

import dev.handaxe.benchmarks.ReferencePrograms;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    private Optional<Path> packages = Optional.empty();

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

    /** Where the {@code node_modules} with Pyodide and Monty are: they run unconfined. */
    public SpeedComparison packages(Path folder) {
        packages = Optional.of(folder);
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
                try {
                    measured.add(entry.open());
                } catch (Absent e) {
                    skipped.add(entry.name() + ": " + e.getMessage());
                    say.accept("skipped: " + skipped.getLast());
                }
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
            closeAll(measured);
        }
    }

    /** Closes each, also where another's closing fails. */
    private static void closeAll(List<Measurement> measured) {
        HandaxeException first = null;
        for (Measurement each : measured) {
            try {
                each.close();
            } catch (HandaxeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** A peer that this host does not have, or that does not work here; says which. */
    private static final class Absent extends Exception {
        private static final long serialVersionUID = 1L;

        Absent(String message) {
            super(message);
        }
    }

    /** One that may take part, as soon as what it needs has been found. */
    private record Entry(String name, Optional<Supplier<Contestant>> found, String needs) {
        /** Opens it and has it make its first call. */
        Measurement open() throws Absent {
            if (found.isEmpty()) {
                throw new Absent(needs);
            }
            try {
                long start = System.nanoTime();
                return Measurement.of(found.get().get(), start);
            } catch (HandaxeException e) {
                if (e.code() == Code.INTERRUPTED || needs.isEmpty()) {
                    throw e;
                }
                throw new Absent(OutcomeFormat.printable(String.valueOf(e.getMessage()), 200));
            }
        }
    }

    private List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        for (SandboxContestant.Kind kind : SandboxContestant.Kind.values()) {
            all.add(
                    new Entry(
                            kind.title(),
                            Optional.of(() -> SandboxContestant.open(kind, parallel)),
                            ""));
        }
        Optional<Interpreter> python = Interpreter.find();
        all.add(
                new Entry(
                        PythonProcesses.BARE,
                        python.map(found -> () -> PythonProcesses.bare(found, parallel)),
                        "needs python3 on PATH"));
        all.add(
                new Entry(
                        PythonProcesses.CONFINED,
                        python.filter(found -> PythonProcesses.canConfine())
                                .map(found -> () -> PythonProcesses.confined(found, parallel)),
                        "needs python3 and bwrap on PATH"));
        for (NodePeer.Kind kind : NodePeer.Kind.values()) {
            all.add(
                    new Entry(
                            kind.title(),
                            packages.filter(folder -> NodePeer.isThere(kind, folder))
                                    .map(folder -> () -> NodePeer.open(kind, folder)),
                            "needs node, and the folder with node_modules/%s to be named"
                                    .formatted(kind.packageName())));
        }
        return all;
    }
}
