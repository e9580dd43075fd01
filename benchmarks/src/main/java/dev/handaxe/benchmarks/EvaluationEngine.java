package dev.handaxe.benchmarks;

import dev.handaxe.optimizer.FunctionRunner;
import dev.handaxe.runtime.HandaxeException;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs guest code on more than this machine. Engines are found by {@link java.util.ServiceLoader};
 * Handaxe's own for Apache Spark is in the module {@code spark}.
 *
 * <p>Thread-safe.
 */
public interface EvaluationEngine {

    /** What it is called in {@code --engine}, such as {@code spark}. */
    String name();

    /**
     * Evaluates. Verdicts, scores and complaints are those of {@link Evaluation#run}.
     *
     * @throws HandaxeException as {@link Evaluation#run}; what has a verdict by then is in the
     *     request's folder of results
     */
    EvaluationResult evaluate(Request request, Progress progress);

    /**
     * Makes single calls of guest code, as many at once as have callers, for a training. Nothing
     * but guest code, its arguments and its policy leaves this machine.
     *
     * @param master where the engine's cluster is; empty where its own settings say so
     * @throws HandaxeException if the cluster cannot be had
     */
    Calls openCalls(Optional<String> master);

    /**
     * What to evaluate.
     *
     * @param options without files of samples and results, which an engine has its own places for
     * @param samples where samples are, as the engine names places; empty: the data set's reference
     *     solutions
     * @param out a folder for the results, as the engine names places; gone on with if it has
     *     results of these samples
     * @param master where the engine's cluster is; empty where its own settings say so
     * @param workers how many calls each machine makes at once; 0: as many as it has processors
     */
    record Request(
            EvaluationOptions options,
            Optional<String> samples,
            String out,
            Optional<String> master,
            int workers) {
        /** Rejects options that name files. */
        public Request {
            Objects.requireNonNull(samples);
            Objects.requireNonNull(out);
            Objects.requireNonNull(master);
            if (options.samples().isPresent() || options.out().isPresent()) {
                throw new IllegalArgumentException("an engine has places of its own");
            }
        }
    }

    /** Calls of guest code on other machines. Thread-safe. Whoever opens it closes it. */
    interface Calls extends FunctionRunner, AutoCloseable {
        @Override
        void close();
    }
}
