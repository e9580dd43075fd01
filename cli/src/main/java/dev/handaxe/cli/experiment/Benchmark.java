package dev.handaxe.cli.experiment;

import java.util.List;
import java.util.Optional;

/**
 * A data set of the paper's experiment, with what the paper reports of it: "Offline Training of
 * Language Model Agents with Functions as Learnable Weights", ICML 2024, arXiv 2402.11359. It names
 * no seeds and no intervals.
 *
 * <p>Immutable.
 */
public enum Benchmark {
    /** Seven subjects, 20 training and 80 test tasks each. */
    MATH("MATH"),
    /** 30 training and 100 test tasks. */
    TABMWP("TabMWP");

    /** Where the paper's numbers come from. */
    public static final String SOURCE =
            "\"Offline Training of Language Model Agents with Functions as Learnable Weights\","
                    + " ICML 2024, arXiv 2402.11359, with GPT-4-1106";

    private final String label;

    Benchmark(String label) {
        this.label = label;
    }

    /**
     * Tasks of a cell.
     *
     * @param train training tasks
     * @param test test tasks
     */
    public record Sizes(int train, int test) {}

    /**
     * Test scores as the paper reports them: the mean over subjects, from 0 to 1.
     *
     * @param before training
     * @param after training
     */
    public record Published(double before, double after) {
        /** What training gained. */
        public double difference() {
            return after - before;
        }
    }

    /** Its name as it is written. */
    public String label() {
        return label;
    }

    /** What is trained and tested apart. */
    public List<String> subjects() {
        return switch (this) {
            case MATH ->
                    List.of(
                            "algebra",
                            "counting_and_probability",
                            "geometry",
                            "intermediate_algebra",
                            "number_theory",
                            "prealgebra",
                            "precalculus");
            case TABMWP -> List.of("tabmwp");
        };
    }

    /** The paper's sizes. */
    public Sizes sizes() {
        return switch (this) {
            case MATH -> new Sizes(20, 80);
            case TABMWP -> new Sizes(30, 100);
        };
    }

    /** What the paper reports of that agent. */
    public Optional<Published> published(String agent) {
        return switch (agent) {
            case "function-calling" -> Optional.of(ofFunctionCalling());
            case "react" -> Optional.of(ofReact());
            default -> Optional.empty();
        };
    }

    private Published ofFunctionCalling() {
        return switch (this) {
            case MATH -> new Published(0.538, 0.582);
            case TABMWP -> new Published(0.51, 0.56);
        };
    }

    private Published ofReact() {
        return switch (this) {
            case MATH -> new Published(0.674, 0.706);
            case TABMWP -> new Published(0.59, 0.70);
        };
    }

    /** Which one has that subject. */
    public static Optional<Benchmark> of(String subject) {
        for (Benchmark benchmark : values()) {
            if (benchmark.subjects().contains(subject)) {
                return Optional.of(benchmark);
            }
        }
        return Optional.empty();
    }
}
