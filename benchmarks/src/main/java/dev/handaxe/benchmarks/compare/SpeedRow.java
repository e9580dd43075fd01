package dev.handaxe.benchmarks.compare;

import java.util.List;

/**
 * What was measured of one contestant.
 *
 * <p>Immutable.
 *
 * @param version of what was measured
 * @param readyMillis from its opening to its first result
 * @param callMicros calls of a function that adds two numbers
 */
record SpeedRow(String name, String version, double readyMillis, Runs runs, Samples callMicros) {
    /**
     * The passes over the programs.
     *
     * @param programs how many programs a pass had
     * @param passed how many of them ended without an error, in the worst pass
     * @param seconds of each pass, in order
     */
    record Runs(int programs, long passed, List<Double> seconds) {
        Runs {
            seconds = List.copyOf(seconds);
        }
    }

    /** Milliseconds per program of that pass. */
    double perProgram(int pass) {
        return runs.seconds().get(pass) * 1000 / runs.programs();
    }

    /** The median of the passes, in milliseconds per program. */
    double perProgram() {
        double[] seconds = runs.seconds().stream().mapToDouble(Double::doubleValue).toArray();
        return new Samples(seconds).median() * 1000 / runs.programs();
    }
}
