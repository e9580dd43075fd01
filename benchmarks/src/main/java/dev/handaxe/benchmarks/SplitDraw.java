package dev.handaxe.benchmarks;

import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.Arrays;
import java.util.List;

/**
 * Takes tasks out of a pool without putting them back.
 *
 * <p>Confined to one thread.
 */
final class SplitDraw {
    private final String dataSet;
    private final String pool;
    private final List<Task> tasks;
    private final DrawOrder order;

    /**
     * A pool with all its tasks.
     *
     * @param pool what it is called in complaints
     * @param order which tasks are taken first, which then
     */
    SplitDraw(String dataSet, String pool, List<Task> tasks, DrawOrder order) {
        this.dataSet = dataSet;
        this.pool = pool;
        this.tasks = tasks;
        this.order = order;
    }

    /** That many of what is left, or all of it. */
    List<Task> take(int count) {
        return take(pool, count == TaskData.ALL ? order.left() : count);
    }

    /** That many of what is left, for a split that the data set has not. */
    List<Task> takeSome(String split, int count) {
        if (count == TaskData.ALL) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%s has no %s split, so say how many %s tasks to take from the %s tasks"
                            .formatted(dataSet, split, split, pool));
        }
        return take(split, count);
    }

    private List<Task> take(String split, int count) {
        int left = order.left();
        int taken = tasks.size() - left;
        if (count < 0 || count > left) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%d %s tasks were asked for, but %s has %d %s tasks%s"
                            .formatted(
                                    count,
                                    split,
                                    dataSet,
                                    tasks.size(),
                                    pool,
                                    taken == 0 ? "" : ", " + taken + " of them taken already"));
        }
        int[] drawn = order.next(count);
        Arrays.sort(drawn);
        return Arrays.stream(drawn).mapToObj(tasks::get).toList();
    }
}
