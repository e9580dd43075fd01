package dev.handaxe.benchmarks.hot;

import dev.handaxe.benchmarks.compare.Host;
import dev.handaxe.benchmarks.compare.Interpreter;
import dev.handaxe.policy.Image;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Calls functions that compute, many times each, in a session of each image and in a process of
 * CPython: in turns, so that what else the host does meets all alike.
 *
 * <pre>{@code
 * HotTable table = HotRun.of(Duration.ofSeconds(15)).run(System.err::println);
 * }</pre>
 *
 * <p>Confined to one thread.
 */
public final class HotRun {
    /** A turn is some calls, so that caches are warm for most of them. */
    private static final int CALLS_A_TURN = 5;

    /** The first calls of a worker that compiles take seconds: what comes of it shows later. */
    private static final int LEAST_CALLS = 60;

    private final Duration longest;

    /** Where programs are called. */
    enum Place {
        STARTUP,
        JIT,
        CPYTHON;

        /** The word in tables and JSON. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private HotRun(Duration longest) {
        this.longest = longest;
    }

    /**
     * A run that gives each program so much time in each place, or 60 calls if these take longer.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is not positive
     */
    public static HotRun of(Duration longest) {
        if (!longest.isPositive()) {
            throw new HandaxeException(Code.INVALID_INPUT, "the time must be more than nothing");
        }
        return new HotRun(longest);
    }

    /**
     * Measures.
     *
     * @param say is told what is being measured
     * @throws HandaxeException if this host cannot run workers, or the places differ in a result
     */
    public HotTable run(Consumer<String> say) {
        List<String> skipped = new ArrayList<>();
        List<HotRow> rows = new ArrayList<>();
        try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults())) {
            Optional<String> absent = sandbox.missing(Image.JIT);
            absent.ifPresent(why -> skipped.add("jit: " + why));
            Optional<Interpreter> python = Interpreter.find();
            if (python.isEmpty()) {
                skipped.add("CPython: there is no python3");
            }
            for (HotProgram program : HotProgram.ALL) {
                say.accept("measuring " + program.name());
                Map<Place, Caller> callers = new EnumMap<>(Place.class);
                try {
                    callers.put(Place.STARTUP, new SessionCaller(sandbox, program, Image.STARTUP));
                    if (absent.isEmpty()) {
                        callers.put(Place.JIT, new SessionCaller(sandbox, program, Image.JIT));
                    }
                    python.ifPresent(
                            found ->
                                    callers.put(
                                            Place.CPYTHON,
                                            new ProcessCaller(found.path(), program)));
                    rows.add(row(program, callers));
                } finally {
                    callers.values().forEach(Caller::close);
                }
            }
        }
        return new HotTable(Host.here(), rows, skipped);
    }

    private HotRow row(HotProgram program, Map<Place, Caller> callers) {
        Map<Place, Calls> made = new EnumMap<>(Place.class);
        callers.forEach((place, caller) -> made.put(place, new Calls(caller)));
        while (made.values().stream().anyMatch(this::goesOn)) {
            made.values().forEach(this::turn);
        }
        List<String> results =
                made.values().stream().map(calls -> calls.result).distinct().toList();
        if (results.size() > 1) {
            throw new HandaxeException(Code.IO, program.name() + " has results " + results);
        }
        Map<Place, HotSeries> series = new EnumMap<>(Place.class);
        made.forEach((place, calls) -> series.put(place, calls.series()));
        return new HotRow(program.name(), series);
    }

    private void turn(Calls calls) {
        for (int i = 0; i < CALLS_A_TURN && goesOn(calls); i++) {
            calls.make();
        }
    }

    private boolean goesOn(Calls calls) {
        return calls.total < longest.toMillis() || calls.millis.size() < LEAST_CALLS;
    }

    /** The calls in one place so far. */
    private static final class Calls {
        private final Caller caller;
        private final List<Double> millis = new ArrayList<>();
        private double total;
        private String result = "";

        Calls(Caller caller) {
            this.caller = caller;
        }

        void make() {
            long start = System.nanoTime();
            result = caller.call();
            double took = (System.nanoTime() - start) / 1e6;
            millis.add(took);
            total += took;
        }

        HotSeries series() {
            return new HotSeries(millis.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}
