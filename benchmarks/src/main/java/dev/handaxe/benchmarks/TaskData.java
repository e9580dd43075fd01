package dev.handaxe.benchmarks;

import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the files of a data set give for training: tasks, split as far as the data set splits them,
 * and how to grade them. Answers that are code are graded in a sandbox, see {@link #graderIn}.
 *
 * <p>Immutable.
 *
 * @param pools the training tasks are never empty; where the data set has no validation or no test
 *     split, {@link #draw} takes it from the training tasks
 * @param strata the kind of each task, by its id: every drawn split has the kinds in the proportion
 *     that the pool has them in; empty if the tasks are of one kind
 */
public record TaskData(String name, Splits pools, Grader grader, Map<String, String> strata) {
    /** A count for {@link #draw}: as many as there are. */
    public static final int ALL = Integer.MAX_VALUE;

    /**
     * Copies.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is no training task
     */
    public TaskData {
        Objects.requireNonNull(name);
        if (pools.train().isEmpty()) {
            throw new HandaxeException(Code.INVALID_INPUT, name + " has no training tasks");
        }
        Objects.requireNonNull(grader);
        strata = Map.copyOf(strata);
    }

    /** Whether answers are code, which is graded by running it. */
    public boolean isCode() {
        return grader instanceof CodeGrader;
    }

    /**
     * The options of a sandbox that this data set can be trained in: where answers are code, with
     * what grading them takes.
     */
    public SandboxOptions prepared(SandboxOptions options) {
        return isCode() ? Evaluation.prepared(options) : options;
    }

    /**
     * The grader for a training in that sandbox.
     *
     * @param sandbox opened with {@link #prepared} options; closed by its maker, after the training
     */
    public Grader graderIn(Sandbox sandbox) {
        return grader instanceof CodeGrader code ? code.in(sandbox) : grader;
    }

    /** The tasks that the data set has for training, or all if it has no splits. */
    public List<Task> train() {
        return pools.train();
    }

    /** The tasks that the data set has for validation; perhaps none. */
    public List<Task> validation() {
        return pools.validation();
    }

    /** The tasks that the data set has for testing; perhaps none. */
    public List<Task> test() {
        return pools.test();
    }

    /**
     * Draws the splits of a run. The seed decides which tasks, not their order: each split is in
     * the order of the data. Which test tasks are drawn does not depend on the other counts where
     * the data set has a test split of its own. No task is in two splits. Tasks of several kinds
     * are drawn kind by kind: each split has the kinds in the proportion of what the splits drawn
     * before it (validation, test, training) left, rounded up or down.
     *
     * @param trainCount how many training tasks, or {@link #ALL}
     * @param validationCount likewise
     * @param testCount likewise
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there are not that many
     */
    public Splits draw(int trainCount, int validationCount, int testCount, long seed) {
        SplitDraw rest = pool("training", train(), seed);
        List<Task> drawnValidation =
                validation().isEmpty()
                        ? rest.takeSome("validation", validationCount)
                        : pool("validation", validation(), seed).take(validationCount);
        List<Task> drawnTest =
                test().isEmpty()
                        ? rest.takeSome("test", testCount)
                        : pool("test", test(), seed).take(testCount);
        return new Splits(rest.take(trainCount), drawnValidation, drawnTest);
    }

    private SplitDraw pool(String pool, List<Task> tasks, long seed) {
        List<String> kinds =
                tasks.stream().map(task -> strata.getOrDefault(task.id(), "")).toList();
        return new SplitDraw(name, pool, tasks, DrawOrder.of(kinds, seed));
    }
}
