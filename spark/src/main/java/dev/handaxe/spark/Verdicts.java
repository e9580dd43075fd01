package dev.handaxe.spark;

import dev.handaxe.benchmarks.EvaluationResult.Failure;
import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.EvaluationTasks;
import dev.handaxe.benchmarks.VerdictCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * All verdicts of an evaluation, counted by Spark SQL.
 *
 * <p>Confined to one thread.
 */
final class Verdicts {
    private final SparkSession session;
    private final EvaluationFolder folder;

    Verdicts(SparkSession session, EvaluationFolder folder) {
        this.session = session;
        this.folder = folder;
        session.read()
                .schema(Columns.VERDICTS)
                .parquet(folder.verdicts())
                .createOrReplaceTempView("verdicts");
    }

    /** Writes them as the lines of a file of results. */
    void writeLines() {
        session.sql("SELECT line AS value FROM verdicts")
                .write()
                .mode(SaveMode.Overwrite)
                .text(folder.lines());
    }

    /** The tasks whose tests turned out to need the sample's guest, in the order of their names. */
    List<String> together() {
        return session
                .sql("SELECT DISTINCT task_id FROM verdicts WHERE together")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    VerdictCounts counts(EvaluationTasks tasks, long before) {
        return new VerdictCounts(byTask(tasks), byKind(), failures(), before);
    }

    /** In the order of the data set, in which the mean is made. */
    private List<VerdictCounts.OfTask> byTask(EvaluationTasks tasks) {
        List<String> ids = tasks.ids();
        List<Row> rows =
                session.sql(
                                """
                                SELECT task, count(*), count_if(passed), count_if(skipped)
                                FROM verdicts GROUP BY task ORDER BY task""")
                        .collectAsList();
        List<VerdictCounts.OfTask> counted = new ArrayList<>();
        for (Row row : rows) {
            counted.add(
                    new VerdictCounts.OfTask(
                            ids.get(row.getInt(0)),
                            Math.toIntExact(row.getLong(1)),
                            Math.toIntExact(row.getLong(2)),
                            Math.toIntExact(row.getLong(3))));
        }
        return Collections.unmodifiableList(counted);
    }

    private Map<Kind, Long> byKind() {
        Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
        session.sql("SELECT kind, count(*) FROM verdicts GROUP BY kind")
                .collectAsList()
                .forEach(row -> kinds.put(kind(row.getString(0)), row.getLong(1)));
        return kinds;
    }

    private List<Failure> failures() {
        return session
                .sql(
                        "SELECT task_id, sample, kind, reason FROM verdicts WHERE NOT passed"
                                + " ORDER BY sample LIMIT "
                                + VerdictCounts.SHOWN_FAILURES)
                .collectAsList()
                .stream()
                .map(
                        row ->
                                new Failure(
                                        row.getString(0),
                                        row.getLong(1),
                                        kind(row.getString(2)),
                                        row.getString(3)))
                .toList();
    }

    private static Kind kind(String key) {
        return Kind.valueOf(key.toUpperCase(Locale.ROOT));
    }
}
