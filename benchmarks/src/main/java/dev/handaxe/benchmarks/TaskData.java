package dev.handaxe.benchmarks;

import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.List;
import java.util.Objects;

/**
 * What the files of a data set give for training: tasks, split as far as the data set splits them,
 * and how to grade them.
 *
 * <p>Immutable.
 *
 * @param train never empty
 * @param validation empty if the data set has no such split: {@link #draw} then takes it from the
 *     training tasks
 * @param test empty if the data set has no such split: likewise
 */
public record TaskData(
        String name, List<Task> train, List<Task> validation, List<Task> test, Grader grader) {
    /** A count for {@link #draw}: as many as there are. */
    public static final int ALL = Integer.MAX_VALUE;

    /** Copies. */
    public TaskData {
        Objects.requireNonNull(name);
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
        Objects.requireNonNull(grader);
    }

    /**
     * Draws the splits of a run. The seed decides which tasks, not their order: each split is in
     * the order of the data. Which test tasks are drawn does not depend on the other counts where
     * the data set has a test split of its own. No task is in two splits.
     *
     * @param trainCount how many training tasks, or {@link #ALL}
     * @param validationCount likewise
     * @param testCount likewise
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there are not that many
     */
    public Splits draw(int trainCount, int validationCount, int testCount, long seed) {
        SplitDraw rest = new SplitDraw(name, "training", train, seed);
        List<Task> drawnValidation =
                validation.isEmpty()
                        ? rest.takeSome("validation", validationCount)
                        : new SplitDraw(name, "validation", validation, seed).take(validationCount);
        List<Task> drawnTest =
                test.isEmpty()
                        ? rest.takeSome("test", testCount)
                        : new SplitDraw(name, "test", test, seed).take(testCount);
        return new Splits(rest.take(trainCount), drawnValidation, drawnTest);
    }
}
