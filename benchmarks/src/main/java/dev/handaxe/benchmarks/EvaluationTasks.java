package dev.handaxe.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.data.DataRecord;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a data set that samples are for, by their position in it.
 *
 * <p>Immutable.
 */
public final class EvaluationTasks {
    private final String dataSet;
    private final List<CodeTask> tasks;
    private final Map<String, Integer> positions = new LinkedHashMap<>();

    private EvaluationTasks(String dataSet, List<CodeTask> tasks) {
        this.dataSet = dataSet;
        this.tasks = List.copyOf(tasks);
        for (CodeTask task : tasks) {
            positions.put(task.id(), positions.size());
        }
    }

    /**
     * Reads them.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming file, line and field
     */
    public static EvaluationTasks load(String dataSet, Path data) {
        return new EvaluationTasks(dataSet, List.copyOf(CodeTasks.load(dataSet, data).values()));
    }

    /** The data set's name. */
    public String dataSet() {
        return dataSet;
    }

    /** How many there are. */
    public int size() {
        return tasks.size();
    }

    /** Their names, in order. */
    public List<String> ids() {
        return List.copyOf(positions.keySet());
    }

    /**
     * Looks whether each has a reference solution.
     *
     * @param data for the complaint
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if one has none
     */
    public void requireReferences(Path data) {
        for (CodeTask task : tasks) {
            if (task.reference().isEmpty()) {
                throw SampleSource.noReference(data.toString(), task);
            }
        }
    }

    /**
     * Looks whether samples leave tasks out.
     *
     * @param samples for the complaint
     * @param tried the positions of those that have some
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if they do and the options do not
     *     allow it
     */
    public void requireTried(
            String samples, Set<Integer> tried, EvaluationOptions options, Progress progress) {
        List<String> missing = new ArrayList<>();
        positions.forEach(
                (id, position) -> {
                    if (!tried.contains(position)) {
                        missing.add(id);
                    }
                });
        SampleSource.checkMissing(
                samples, missing, tasks.size(), options.isPartial(), progress::warned);
    }

    /** Says which tasks are not graded as asked. */
    public void warnOfOtherWays(Grading asked, Progress progress) {
        GradingWays.warnOfOthers(tasks, asked, progress);
    }

    /** Says which tasks turned out to be graded {@link SampleGrader.Verdict#together}. */
    public static void warnOfNotSeparable(List<String> ids, Progress progress) {
        GradingWays.warnOfNotSeparable(ids, progress);
    }

    /**
     * The one file that a data set is read from, where it is named by its folder.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is none
     */
    public static Path file(String dataSet, Path data) {
        return CodeTasks.file(dataSet, data);
    }

    /**
     * The sample that stands in a line of a file of samples; empty if the line is blank.
     *
     * @param file for complaints
     * @param line from 1
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is for none of the tasks or is
     *     malformed, naming file, line and field
     */
    public Optional<Given> sample(String file, long line, byte[] text) {
        return RecordReader.line(file, line, text).map(this::given);
    }

    /**
     * The same of a row that has the fields apart.
     *
     * @throws HandaxeException as above
     */
    public Given sample(
            String file, long row, @Nullable String taskId, @Nullable String completion) {
        ObjectNode node = RecordReader.JSON.createObjectNode();
        node.put("task_id", taskId).put("completion", completion);
        return given(new DataRecord(file, row, "", node));
    }

    private Given given(DataRecord found) {
        String id = found.id("task_id");
        Integer position = positions.get(id);
        if (position == null) {
            throw SampleSource.unknownTask(found, id);
        }
        return new Given(position, found.text("completion"));
    }

    /**
     * A sample before it has been judged.
     *
     * @param task its task's position
     */
    public record Given(int task, String completion) {

        /** The completion in ASCII, lone surrogates too: what every store keeps as it is. */
        public String escaped() {
            return ResultsFile.escaped(completion);
        }

        /** The sample whose completion is {@link #escaped} so. */
        public static Given ofEscaped(int task, String escaped) {
            try {
                return new Given(task, RecordReader.JSON.readValue(escaped, String.class));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("no completion that was escaped", e);
            }
        }
    }

    CodeTask get(int position) {
        return tasks.get(position);
    }
}
