package dev.handaxe.spark;

import dev.handaxe.benchmarks.EvaluationEngine.Request;
import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.EvaluationTasks;
import dev.handaxe.benchmarks.Progress;
import dev.handaxe.benchmarks.VerdictCounts;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * One evaluation on a cluster: the samples are numbered and cut into slices, slices are judged some
 * at a time, each written whole or not at all, and Spark SQL counts.
 *
 * <p>Confined to one thread.
 */
final class ClusterEvaluation {
    /**
     * Names how many samples a slice has: what a killed driver may lose of each that is under way.
     */
    private static final String SLICE_SIZE = "spark.handaxe.slice.samples";

    /** Names how many samples a task has: few, so that slow ones hold few others. */
    private static final String TASK_SIZE = "spark.handaxe.task.samples";

    private static final int USUAL_TASK_SIZE = 16;

    /** Beyond it tasks grow with the cluster: a driver hands out some hundreds a second. */
    private static final int SLOTS_FOR_USUAL_TASKS = 256;

    /** How many verdicts go into one file. */
    private static final int SAMPLES_PER_FILE = 1 << 16;

    /** For some tens of seconds of work, whatever the cluster's size. */
    private static final int SAMPLES_PER_SLOT = 1024;

    private static final int MIN_SLICE = 2048;
    private static final int MAX_SLICE = 1 << 20;

    /** The last samples of a slice do not hold the cluster: those of the next are at work. */
    private static final int SLICES_AT_ONCE = 4;

    private final Cluster cluster;
    private final Request request;
    private final EvaluationOptions options;
    private final Progress progress;
    private final EvaluationFolder folder;
    private final GradingKit kit;
    private final int slots;
    private final long taskSize;

    ClusterEvaluation(Cluster cluster, Request request, Progress progress) {
        this.cluster = cluster;
        this.request = request;
        options = request.options();
        this.progress = progress;
        kit = GradingKit.of(options);
        folder = EvaluationFolder.open(request.out(), cluster.context().hadoopConfiguration());
        slots = cluster.slots();
        int larger = Math.max(1, Math.ceilDiv(slots, SLOTS_FOR_USUAL_TASKS));
        taskSize = setting(cluster, TASK_SIZE, (long) USUAL_TASK_SIZE * larger);
    }

    private static long setting(Cluster cluster, String name, long usual) {
        return Math.max(1, cluster.session().sparkContext().getConf().getLong(name, usual));
    }

    EvaluationResult run() {
        long start = System.nanoTime();
        EvaluationTasks tasks = kit.tasks();
        tasks.warnOfOtherWays(options.grading(), progress);
        try {
            Broadcast<GradingKit> broadcast = cluster.context().broadcast(kit);
            EvaluationPlan plan = plan(tasks, broadcast);
            progress.started(1, 1, plan.samples());
            List<Long> missing = folder.missing(plan.slices());
            long before =
                    plan.samples() - missing.stream().mapToLong(slice -> plan.sizeOf(slice)).sum();
            if (before > 0) {
                progress.warned(
                        "%s has %d of %d results already, which are taken over"
                                .formatted(request.out(), before, plan.samples()));
            }
            judge(plan, missing, before, broadcast);
            double seconds = (System.nanoTime() - start) / 1e9;
            Verdicts verdicts = new Verdicts(cluster.session(), folder);
            if (!missing.isEmpty() || !folder.isWhole(folder.lines())) {
                verdicts.writeLines();
            }
            EvaluationTasks.warnOfNotSeparable(verdicts.together(), progress);
            VerdictCounts counts = verdicts.counts(tasks, before);
            return counts.result(options, seconds, progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "the evaluation was interrupted", e);
        } catch (Exception e) { // Spark throws checked ones that it does not declare
            throw Faults.of(e);
        }
    }

    private EvaluationPlan plan(EvaluationTasks tasks, Broadcast<GradingKit> broadcast) {
        Optional<SampleFiles> files =
                request.samples()
                        .map(
                                place ->
                                        SampleFiles.find(
                                                place, cluster.context().hadoopConfiguration()));
        Map<String, String> of = new LinkedHashMap<>();
        of.put("data set", options.dataSet());
        of.put("data", kit.dataDigest());
        of.put("samples", files.map(SampleFiles::digest).orElse("references"));
        of.put("policy", kit.policyText());
        of.put("grading", options.grading().key());
        Optional<String> begun = folder.plan();
        if (begun.isPresent()) {
            return EvaluationPlan.read(request.out(), begun.get(), of);
        }
        long sliceSize = sliceSize();
        Staging staging = new Staging(cluster, folder, broadcast, sliceSize);
        if (files.isPresent()) {
            staging.samples(files.get());
        } else {
            tasks.requireReferences(options.data());
            staging.references(tasks.size());
        }
        EvaluationPlan plan = new EvaluationPlan(of, checkedCount(tasks, files), sliceSize);
        folder.writePlan(plan.text());
        return plan;
    }

    private long sliceSize() {
        return setting(
                cluster,
                SLICE_SIZE,
                Math.clamp((long) slots * SAMPLES_PER_SLOT, MIN_SLICE, MAX_SLICE));
    }

    /** Counts the samples, and looks whether each task has some and whether some are repeated. */
    private long checkedCount(EvaluationTasks tasks, Optional<SampleFiles> files) {
        Dataset<Row> samples =
                cluster.session().read().schema(Columns.SAMPLES).parquet(folder.samples());
        samples.createOrReplaceTempView("samples");
        long count = 0;
        long distinct = 0;
        Set<Integer> tried = new HashSet<>();
        for (Row task :
                cluster.session()
                        .sql(
                                """
                                SELECT task, sum(n), count(*)
                                FROM (SELECT task, xxhash64(completion) AS h, count(*) AS n
                                      FROM samples GROUP BY task, h)
                                GROUP BY task""")
                        .collectAsList()) {
            tried.add(task.getInt(0));
            count += task.getLong(1);
            distinct += task.getLong(2);
        }
        if (files.isPresent()) {
            try {
                tasks.requireTried(files.get().place(), tried, options, progress);
            } catch (HandaxeException e) {
                folder.remove(folder.samples());
                throw e;
            }
            if (count > distinct) {
                progress.warned(
                        "%s repeats %d samples of a task word for word; they count"
                                .formatted(files.get().place(), count - distinct));
            }
        }
        return count;
    }

    private void judge(
            EvaluationPlan plan, List<Long> slices, long before, Broadcast<GradingKit> broadcast)
            throws InterruptedException {
        LongAccumulator judged = cluster.session().sparkContext().longAccumulator("judged samples");
        SliceJob job = new SliceJob(broadcast, judged);
        ExecutorService threads =
                Executors.newFixedThreadPool(
                        SLICES_AT_ONCE,
                        Thread.ofPlatform().daemon().name("handaxe-slice-", 1).factory());
        try {
            CompletionService<Long> done = new ExecutorCompletionService<>(threads);
            for (long slice : slices) {
                done.submit(() -> judgeSlice(plan, slice, job));
            }
            long written = before;
            for (int left = slices.size(); left > 0; ) {
                Future<Long> next = done.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    written += plan.sizeOf(next.get());
                    left--;
                }
                // Tasks that were repeated count twice there, slices never.
                long atLeast = Math.max(written, before + judged.value());
                progress.advanced(Math.min(atLeast, plan.samples()), plan.samples());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : Faults.of(e);
        } finally {
            threads.shutdownNow();
            cluster.session().sparkContext().cancelAllJobs();
        }
    }

    private long judgeSlice(EvaluationPlan plan, long slice, SliceJob job) {
        long size = plan.sizeOf(slice);
        int tasks = (int) Math.clamp(Math.ceilDiv(size, taskSize), 1L, 1L << 17);
        int files = Math.toIntExact(Math.ceilDiv(size, SAMPLES_PER_FILE));
        JavaRDD<Row> verdicts =
                cluster.session()
                        .read()
                        .schema(Columns.SAMPLES)
                        .parquet(folder.samples(slice))
                        .javaRDD()
                        .mapToPair(ClusterEvaluation::byNumber)
                        .partitionBy(new Spread(tasks))
                        .values()
                        .mapPartitions(job)
                        .mapToPair(ClusterEvaluation::byNumber)
                        .repartitionAndSortWithinPartitions(new Spread(files))
                        .values();
        cluster.session()
                .createDataFrame(verdicts, Columns.VERDICTS)
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(folder.verdicts(slice));
        return slice;
    }

    private static Tuple2<Long, Row> byNumber(Row row) {
        return new Tuple2<>(row.getLong(0), row);
    }
}
