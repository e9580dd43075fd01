package dev.handaxe.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is measured of a contestant, round by round. Confined to one thread. */
final class Measurement {
    private final Contestant contestant;
    private final double readyMillis;
    private final List<Double> passSeconds = new ArrayList<>();
    private final List<double[]> callMicros = new ArrayList<>();
    private int programs;
    private long passed = Long.MAX_VALUE;

    private Measurement(Contestant contestant, double readyMillis) {
        this.contestant = contestant;
        this.readyMillis = readyMillis;
    }

    /**
     * Has the contestant make its first call.
     *
     * @param openedAt when its opening began, as {@link System#nanoTime}
     */
    static Measurement of(Contestant contestant, long openedAt) {
        try {
            contestant.calls(1);
        } catch (RuntimeException e) {
            contestant.close();
            throw e;
        }
        return new Measurement(contestant, (System.nanoTime() - openedAt) / 1e6);
    }

    String name() {
        return contestant.name();
    }

    /** One pass over the programs, then calls. */
    void round(List<String> all) {
        List<String> taken = spread(all, contestant.mostPrograms());
        programs = taken.size();
        long start = System.nanoTime();
        long ended = contestant.run(taken);
        passSeconds.add((System.nanoTime() - start) / 1e9);
        passed = Math.min(passed, ended);
        callMicros.add(contestant.calls(contestant.callsPerRound()));
    }

    /** At most so many, at even distances. */
    static List<String> spread(List<String> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            taken.add(all.get((int) ((long) i * all.size() / most)));
        }
        return taken;
    }

    SpeedRow row() {
        double[] calls = callMicros.stream().flatMapToDouble(Arrays::stream).toArray();
        return new SpeedRow(
                contestant.name(),
                contestant.version(),
                readyMillis,
                new SpeedRow.Runs(programs, passed, passSeconds),
                new Samples(calls));
    }

    void close() {
        contestant.close();
    }
}
