package dev.handaxe.cli;

import dev.handaxe.benchmarks.EvaluationEngine;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where guest code runs: on this machine or on a cluster. Confined to one thread. */
final class EngineOptions {
    private static final String SPARK = "spark";

    @Option(
            names = "--engine",
            paramLabel = "local|spark",
            description = "Where guest code runs: here, or on a cluster of Apache Spark.")
    private String engine = "local";

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "With --engine spark: the cluster's, as spark-submit takes it, such as"
                            + " spark://HOST:7077 or 'local[2]'.")
    private @Nullable String master;

    /**
     * Looks whether they go together.
     *
     * @throws UsageException if not
     */
    void check() {
        if (!engine.equals("local") && !isSpark()) {
            throw new UsageException("--engine: '" + engine + "' is none of local, spark");
        }
        if (master != null && !isSpark()) {
            throw new UsageException("--master needs --engine spark");
        }
    }

    boolean isSpark() {
        return engine.equals(SPARK);
    }

    Optional<String> master() {
        return Optional.ofNullable(master);
    }

    /** Spark's engine; empty if this is not a program that spark-submit has started. */
    Optional<EvaluationEngine> find() {
        return ServiceLoader.load(EvaluationEngine.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals(SPARK))
                .findFirst();
    }
}
