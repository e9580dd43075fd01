package dev.handaxe.benchmarks.compare;

import java.util.List;

/**
 * What was measured of one contestant.
 *
 * <p>Immutable.
 *
 * @param version of what was measured
 * @param readyMillis from its opening to its first result
 * @param programs how many programs a pass had
 * @param passed how many of them ended without an error, in the worst pass
 * @param passSeconds each pass over the programs, in order
 * @param callMicros calls of a function that adds two numbers
 */
record SpeedRow(
        String name,
        String version,
        double readyMillis,
        int programs,
        long passed,
        List<Double> passSeconds,
        Samples callMicros) {
    SpeedRow {
        passSeconds = List.copyOf(passSeconds);
    }

    /** Milliseconds per program of that pass. */
    double perProgram(int pass) {
        return passSeconds.get(pass) * 1000 / programs;
    }

    /** The median of the passes, in milliseconds per program. */
    double perProgram() {
        return new Samples(passSeconds.stream().mapToDouble(Double::doubleValue).toArray()).median()
                * 1000
                / programs;
    }
}
