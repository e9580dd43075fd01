package dev.handaxe.spark;

import dev.handaxe.benchmarks.Evaluation;
import dev.handaxe.benchmarks.SampleGrader;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox of one executor, with a worker for each of its cores, fewer where its memory beyond
 * the JVM's heap does not hold so many.
 *
 * <p>Thread-safe. Closed by the plugin.
 */
final class ExecutorSandbox implements AutoCloseable {
    /** Names the number of workers; 0: as many as the executor has cores. */
    static final String WORKERS = "spark.handaxe.workers";

    /** What a worker needs beside its guest's heap. */
    private static final long WORKER_BYTES = 250L << 20;

    private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+).*");

    private final int wanted;
    private final long outsideHeapBytes;
    private final Map<String, SampleGrader> graders = new HashMap<>();
    private @Nullable Sandbox sandbox;
    private volatile boolean closing;

    private ExecutorSandbox(int wanted, long outsideHeapBytes) {
        this.wanted = wanted;
        this.outsideHeapBytes = outsideHeapBytes;
    }

    static ExecutorSandbox of(SparkConf conf) {
        int said = conf.getInt(WORKERS, 0);
        return new ExecutorSandbox(
                said > 0 ? said : cores(conf),
                conf.contains("spark.executor.memoryOverhead")
                        ? conf.getSizeAsBytes("spark.executor.memoryOverhead")
                        : Long.MAX_VALUE);
    }

    private static int cores(SparkConf conf) {
        int processors = Runtime.getRuntime().availableProcessors();
        Matcher local = LOCAL.matcher(conf.get("spark.master", ""));
        return local.matches()
                ? Integer.parseInt(local.group(1))
                : conf.getInt("spark.executor.cores", processors);
    }

    /** The grader for an evaluation; the first call opens the sandbox. */
    synchronized SampleGrader grader(GradingKit kit) {
        SampleGrader grader = graders.get(kit.id());
        if (grader == null) {
            ExecutionPolicy policy = kit.policy();
            grader = new SampleGrader(kit.tasks(), kit.grading(), policy, sandbox(policy));
            graders.put(kit.id(), grader);
        }
        return grader;
    }

    /**
     * The sandbox.
     *
     * @param policy of the first calls, which says how large a worker may become
     * @throws HandaxeException if there can be none here
     */
    synchronized Sandbox sandbox(ExecutionPolicy policy) {
        if (closing) {
            throw new HandaxeException(Code.CLOSED, "the executor is shutting down");
        }
        Sandbox open = sandbox;
        if (open == null) {
            SandboxOptions options = SandboxOptions.defaults().withWorkers(workers(policy));
            open = Sandbox.open(Evaluation.prepared(options));
            sandbox = open;
        }
        return open;
    }

    /** A spare takes as much as a worker. */
    private int workers(ExecutionPolicy policy) {
        long each = policy.limits().get(LimitName.HEAP_BYTES) + WORKER_BYTES;
        long fitting = outsideHeapBytes / each - 1;
        return Math.clamp(fitting, 1, wanted);
    }

    /** Whether what calls say may come of the executor's end and not of the guest. */
    boolean isClosing() {
        return closing;
    }

    @Override
    public void close() {
        closing = true;
        synchronized (this) {
            graders.values().forEach(SampleGrader::close);
            graders.clear();
            if (sandbox != null) {
                sandbox.close();
            }
        }
    }
}
