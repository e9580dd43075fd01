package dev.handaxe.spark;

import dev.handaxe.benchmarks.EvaluationEngine;
import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.Progress;
import java.util.Optional;

/**
 * Runs guest code on a cluster of Apache Spark. Places are what Spark reads and writes: paths,
 * {@code s3a://…}, {@code hdfs://…}; the master is what {@code spark-submit} takes.
 *
 * <p>An evaluation writes into its folder, for everybody to read:
 *
 * <ul>
 *   <li>{@code verdicts/}: Parquet, one row for each sample
 *   <li>{@code verdicts.jsonl/}: the lines that {@code handaxe evaluate --out} writes, in parts
 *   <li>{@code plan.properties}: what is evaluated, which a later run must not contradict
 *   <li>{@code samples/}: the samples in slices, numbered
 * </ul>
 *
 * <p>A slice of verdicts counts once it is written whole, so a run that was killed goes on with the
 * slices that are missing. Thread-safe; one evaluation or training at a time in a JVM.
 */
public final class SparkEngine implements EvaluationEngine {

    /** For {@link java.util.ServiceLoader}. */
    public SparkEngine() {}

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public EvaluationResult evaluate(Request request, Progress progress) {
        String name = "handaxe evaluate " + request.options().dataSet();
        try (Cluster cluster = Cluster.open(name, request.master(), request.workers())) {
            return new ClusterEvaluation(cluster, request, progress).run();
        }
    }

    @Override
    public Calls openCalls(Optional<String> master) {
        return new ClusterCalls(Cluster.open("handaxe train", master, 0));
    }
}
