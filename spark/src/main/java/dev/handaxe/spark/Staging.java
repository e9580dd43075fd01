package dev.handaxe.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.handaxe.benchmarks.EvaluationTasks;
import dev.handaxe.benchmarks.EvaluationTasks.Given;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.api.java.JavaNewHadoopRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Writes the samples into the evaluation's folder: numbered in the order of the files and of their
 * lines, whatever parts Spark reads them in, and cut into slices.
 *
 * <p>Confined to one thread.
 */
final class Staging {
    private final Cluster cluster;
    private final EvaluationFolder folder;
    private final Broadcast<GradingKit> kit;
    private final long sliceSize;

    Staging(Cluster cluster, EvaluationFolder folder, Broadcast<GradingKit> kit, long sliceSize) {
        this.cluster = cluster;
        this.folder = folder;
        this.kit = kit;
        this.sliceSize = sliceSize;
    }

    /** The reference solution of each task. */
    void references(int tasks) {
        List<Row> rows = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            rows.add(RowFactory.create(task + 1L, task, null, null));
        }
        write(cluster.session().createDataFrame(rows, Columns.SAMPLES));
    }

    /**
     * The samples of those files.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} for the first that is malformed or
     *     for no task, naming file, line and field
     */
    void samples(SampleFiles from) {
        JavaRDD<Row> rows = from.areParquet() ? ofParquet(from) : ofLines(from);
        Dataset<Row> samples = cluster.session().createDataFrame(rows, Columns.SAMPLES);
        write(samples);
        firstProblem()
                .ifPresent(
                        problem -> {
                            folder.remove(folder.samples());
                            throw new HandaxeException(Code.INVALID_INPUT, problem);
                        });
    }

    private void write(Dataset<Row> samples) {
        samples.withColumn(Columns.SLICE, expr("(sample - 1) div " + sliceSize))
                .write()
                .mode(SaveMode.Overwrite)
                .partitionBy(Columns.SLICE)
                .parquet(folder.samples());
    }

    private Optional<String> firstProblem() {
        List<Row> found =
                cluster.session()
                        .read()
                        .schema(Columns.SAMPLES)
                        .parquet(folder.samples())
                        .where("problem IS NOT NULL")
                        .orderBy("sample")
                        .select("problem")
                        .takeAsList(1);
        return found.stream().findFirst().map(row -> row.getString(0));
    }

    /** A part of a file of lines. */
    private record Part(String file, long start, long lines, long samples) implements Serializable {
        String key() {
            return file + "@" + start;
        }
    }

    /** What comes before a part: lines of its file, samples of all files. */
    private record Before(long lines, long samples) implements Serializable {}

    private JavaRDD<Row> ofLines(SampleFiles from) {
        Configuration conf = new Configuration(cluster.context().hadoopConfiguration());
        conf.set("textinputformat.record.delimiter", "\n");
        JavaNewHadoopRDD<LongWritable, Text> lines =
                (JavaNewHadoopRDD<LongWritable, Text>)
                        cluster.context()
                                .newAPIHadoopFile(
                                        String.join(",", from.paths()),
                                        TextInputFormat.class,
                                        LongWritable.class,
                                        Text.class,
                                        conf);
        Map<String, Before> before =
                before(
                        lines.mapPartitionsWithInputSplit(
                                        (split, each) -> List.of(counted(split, each)).iterator(),
                                        true)
                                .collect());
        Broadcast<GradingKit> broadcast = kit;
        return lines.mapPartitionsWithInputSplit(
                (split, each) ->
                        new Lines(broadcast.value().tasks(), before.get(key(split)), split, each),
                true);
    }

    private static String file(InputSplit split) {
        return ((FileSplit) split).getPath().toString();
    }

    private static String key(InputSplit split) {
        return new Part(file(split), ((FileSplit) split).getStart(), 0, 0).key();
    }

    private static boolean isBlank(Text line) {
        for (int i = 0; i < line.getLength(); i++) {
            byte b = line.getBytes()[i];
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private static Part counted(InputSplit split, Iterator<Tuple2<LongWritable, Text>> each) {
        long lines = 0;
        long samples = 0;
        while (each.hasNext()) {
            lines++;
            samples += isBlank(each.next()._2()) ? 0 : 1;
        }
        return new Part(file(split), ((FileSplit) split).getStart(), lines, samples);
    }

    private static Map<String, Before> before(List<Part> parts) {
        HashMap<String, Before> before = new HashMap<>();
        String file = "";
        long lines = 0;
        long samples = 0;
        List<Part> ordered = new ArrayList<>(parts);
        ordered.sort(
                (a, b) ->
                        a.file().equals(b.file())
                                ? Long.compare(a.start(), b.start())
                                : a.file().compareTo(b.file()));
        for (Part part : ordered) {
            if (!part.file().equals(file)) {
                file = part.file();
                lines = 0;
            }
            before.put(part.key(), new Before(lines, samples));
            lines += part.lines();
            samples += part.samples();
        }
        return before;
    }

    /** The rows of a part of a file of lines. */
    private static final class Lines implements Iterator<Row> {
        private final EvaluationTasks tasks;
        private final String file;
        private final Iterator<Tuple2<LongWritable, Text>> rest;
        private long line;
        private long sample;
        private @Nullable Row ahead;

        Lines(
                EvaluationTasks tasks,
                @Nullable Before before,
                InputSplit split,
                Iterator<Tuple2<LongWritable, Text>> rest) {
            if (before == null) {
                throw new IllegalStateException("the files of samples have changed meanwhile");
            }
            this.tasks = tasks;
            file = file(split);
            line = before.lines();
            sample = before.samples();
            this.rest = rest;
        }

        @Override
        public boolean hasNext() {
            while (ahead == null && rest.hasNext()) {
                line++;
                Text text = rest.next()._2();
                if (!isBlank(text)) {
                    sample++;
                    ahead = row(Arrays.copyOf(text.getBytes(), text.getLength()));
                }
            }
            return ahead != null;
        }

        @Override
        public Row next() {
            Row row = hasNext() ? ahead : null;
            if (row == null) {
                throw new NoSuchElementException();
            }
            ahead = null;
            return row;
        }

        private Row row(byte[] text) {
            try {
                Given given = tasks.sample(file, line, withoutMark(text)).orElseThrow();
                return RowFactory.create(sample, given.task(), given.escaped(), null);
            } catch (HandaxeException e) {
                return RowFactory.create(sample, -1, null, e.getMessage());
            }
        }

        /** A byte order mark at the beginning of a file. */
        private byte[] withoutMark(byte[] text) {
            boolean marked =
                    line == 1
                            && text.length > 2
                            && text[0] == (byte) 0xef
                            && text[1] == (byte) 0xbb
                            && text[2] == (byte) 0xbf;
            return marked ? Arrays.copyOfRange(text, 3, text.length) : text;
        }
    }

    private JavaRDD<Row> ofParquet(SampleFiles from) {
        Dataset<Row> all =
                cluster.session()
                        .read()
                        .parquet(from.paths().toArray(String[]::new))
                        .select(
                                col("task_id").cast("string"),
                                col("completion"),
                                col("_metadata.file_path").as("file"),
                                col("_metadata.row_index").as("row"));
        TreeMap<String, Long> sizes = new TreeMap<>();
        all.groupBy("file")
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> sizes.put(row.getString(0), row.getLong(1)));
        HashMap<String, Long> before = new HashMap<>();
        long samples = 0;
        for (Map.Entry<String, Long> file : sizes.entrySet()) {
            before.put(file.getKey(), samples);
            samples += file.getValue();
        }
        Broadcast<GradingKit> broadcast = kit;
        return all.javaRDD()
                .mapPartitions(
                        rows -> {
                            EvaluationTasks tasks = broadcast.value().tasks();
                            return new Mapped(rows, row -> ofRow(tasks, before, row));
                        });
    }

    private static Row ofRow(EvaluationTasks tasks, Map<String, Long> before, Row row) {
        String file = row.getString(2);
        long index = row.getLong(3) + 1;
        Long start = before.get(file);
        if (start == null) {
            throw new IllegalStateException("the files of samples have changed meanwhile");
        }
        try {
            Given given = tasks.sample(file, index, row.getString(0), row.getString(1));
            return RowFactory.create(start + index, given.task(), given.escaped(), null);
        } catch (HandaxeException e) {
            return RowFactory.create(start + index, -1, null, e.getMessage());
        }
    }

    /** One row made of each. */
    private record Mapped(Iterator<Row> rows, UnaryOperator<Row> change) implements Iterator<Row> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Row next() {
            return change.apply(rows.next());
        }
    }
}
