package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.data.DataFiles;
import dev.handaxe.benchmarks.data.DataRecord;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where samples come from: a file of them, or the data set's reference solutions. The file is read
 * once to check it before anything runs, and streamed once for each pass.
 *
 * <p>Thread-safe: it holds no position.
 */
final class SampleSource {
    private static final int NAMED_IDS = 5;

    private final Map<String, CodeTask> tasks;
    private final Optional<Path> file;
    private final Map<String, Integer> perTask;
    private final Grading grading;

    private SampleSource(
            EvaluationOptions options,
            Map<String, CodeTask> tasks,
            Optional<Path> file,
            Map<String, Integer> perTask) {
        grading = options.grading();
        this.tasks = tasks;
        this.file = file;
        this.perTask = perTask;
    }

    /**
     * The samples that those options ask for.
     *
     * @param warn hears of tasks that are left out where that is allowed
     * @throws HandaxeException with {@link Code#INVALID_INPUT} for unknown or missing tasks
     */
    static SampleSource of(
            EvaluationOptions options, Map<String, CodeTask> tasks, Consumer<String> warn) {
        if (options.samples().isEmpty()) {
            return new SampleSource(options, tasks, Optional.empty(), referencesOf(options, tasks));
        }
        Path file = options.samples().get();
        Map<String, Integer> perTask = new LinkedHashMap<>();
        tasks.keySet().forEach(id -> perTask.put(id, 0));
        Repeats repeats = new Repeats();
        DataFiles.each(
                file,
                found -> {
                    count(found, perTask);
                    repeats.see(found);
                });
        List<String> missing =
                perTask.entrySet().stream()
                        .filter(entry -> entry.getValue() == 0)
                        .map(Map.Entry::getKey)
                        .toList();
        checkMissing(file.toString(), missing, tasks.size(), options.isPartial(), warn);
        missing.forEach(perTask::remove);
        repeats.said().ifPresent(said -> warn.accept(file + " " + said));
        return new SampleSource(options, tasks, Optional.of(file), perTask);
    }

    /** Refuses samples that leave tasks out, or says so where that is allowed. */
    static void checkMissing(
            String file, List<String> missing, int tasks, boolean partial, Consumer<String> warn) {
        if (missing.isEmpty()) {
            return;
        }
        String said =
                "%s has no sample for %d of %d tasks: %s"
                        .formatted(file, missing.size(), tasks, named(missing));
        if (!partial || missing.size() == tasks) {
            throw new HandaxeException(Code.INVALID_INPUT, said);
        }
        warn.accept(said + "; the scores are those of the others");
    }

    /** What is said of a task without a reference solution where there are no samples. */
    static HandaxeException noReference(String data, CodeTask task) {
        return new HandaxeException(
                Code.INVALID_INPUT,
                "%s: task %s has no reference solution to run; give samples"
                        .formatted(data, task.id()));
    }

    private static Map<String, Integer> referencesOf(
            EvaluationOptions options, Map<String, CodeTask> tasks) {
        Map<String, Integer> perTask = new LinkedHashMap<>();
        for (CodeTask task : tasks.values()) {
            if (task.reference().isEmpty()) {
                throw noReference(options.data().toString(), task);
            }
            perTask.put(task.id(), 1);
        }
        return perTask;
    }

    private static void count(DataRecord found, Map<String, Integer> perTask) {
        String id = found.id("task_id");
        if (!perTask.containsKey(id)) {
            throw unknownTask(found, id);
        }
        found.text("completion");
        perTask.merge(id, 1, Integer::sum);
    }

    /** What is said of a sample for no task. */
    static HandaxeException unknownTask(DataRecord found, String id) {
        return found.problem(
                "task_id",
                "is '" + OutcomeFormat.printable(id, 80) + "', which is no task of the data");
    }

    /** The first of those ids, and how many more there are. */
    static String named(List<String> ids) {
        String first = String.join(", ", ids.subList(0, Math.min(NAMED_IDS, ids.size())));
        return ids.size() > NAMED_IDS
                ? first + " and " + (ids.size() - NAMED_IDS) + " more"
                : first;
    }

    /** Samples of one task that are the same word for word: often a mistake, never an error. */
    private static final class Repeats {
        private final Set<List<String>> seen = new HashSet<>();
        private String first = "";
        private long count;

        void see(DataRecord found) {
            String id = found.id("task_id");
            if (!seen.add(List.of(id, fingerprint(found.text("completion"))))) {
                count++;
                first = first.isEmpty() ? "line " + found.line() + ", task " + id : first;
            }
        }

        Optional<String> said() {
            return count == 0
                    ? Optional.empty()
                    : Optional.of(
                            "repeats %d samples of a task word for word, the first in %s; they"
                                            .formatted(count, OutcomeFormat.printable(first, 120))
                                    + " count");
        }

        private static String fingerprint(String text) {
            return text.length()
                    + ":"
                    + text.hashCode()
                    + ":"
                    + new StringBuilder(text).reverse().toString().hashCode();
        }
    }

    /** How many samples each task has; only tasks with any, in the order of the data. */
    Map<String, Integer> perTask() {
        return perTask;
    }

    /** How many samples there are. */
    long size() {
        return perTask.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** A new walk over the samples in order. */
    Walk walk() {
        return file.map(path -> (Walk) new FileWalk(RecordReader.open(path)))
                .orElseGet(ReferenceWalk::new);
    }

    /** Samples in order; closed by whoever asked for it. */
    interface Walk extends Iterator<Sample>, AutoCloseable {
        @Override
        default void close() {}
    }

    private final class ReferenceWalk implements Walk {
        private final Iterator<CodeTask> rest = tasks.values().iterator();
        private long number;

        @Override
        public boolean hasNext() {
            return rest.hasNext();
        }

        @Override
        public Sample next() {
            CodeTask task = rest.next();
            return new Sample(
                    ++number,
                    task.id(),
                    task.reference().orElse(""),
                    task.attemptReference(grading),
                    task.limits());
        }
    }

    private final class FileWalk implements Walk {
        private final RecordReader reader;
        private Optional<DataRecord> ahead;
        private long number;

        FileWalk(RecordReader reader) {
            this.reader = reader;
            ahead = reader.next();
        }

        @Override
        public boolean hasNext() {
            return ahead.isPresent();
        }

        @Override
        public Sample next() {
            DataRecord found = ahead.orElseThrow(NoSuchElementException::new);
            CodeTask task = tasks.get(found.id("task_id"));
            if (task == null) {
                throw found.problem("task_id", "has changed since the file was checked");
            }
            String completion = found.text("completion");
            ahead = reader.next();
            return new Sample(
                    ++number,
                    task.id(),
                    completion,
                    task.attempt(completion, grading),
                    task.limits());
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
