package dev.handaxe.optimizer;

import dev.handaxe.optimizer.statistics.PairedScores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a set does on the training tasks that its parent fails and on as many that it solves. A set
 * that gains nothing there is not worth the whole of the tasks.
 *
 * <p>Immutable.
 *
 * @param before the parent's rollouts on those tasks
 * @param after the set's
 */
record FirstLook(Evaluation before, Evaluation after) {
    /** Sums of thirds are not exact. */
    private static final double EPSILON = 1e-9;

    /**
     * Draws the tasks, in the order of the split; none if the parent solves all.
     *
     * @param parent on all training tasks
     */
    static List<Task> draw(Evaluation parent, List<Task> train, RandomGenerator random) {
        Map<String, Double> scores = parent.byTask();
        Set<String> drawn = new HashSet<>();
        List<String> solved = new ArrayList<>();
        for (Task task : train) {
            if (scores.getOrDefault(task.id(), 0.0) < 1) {
                drawn.add(task.id());
            } else {
                solved.add(task.id());
            }
        }
        int failed = drawn.size();
        for (int i = 0; i < Math.min(failed, solved.size()); i++) {
            Collections.swap(solved, i, random.nextInt(i, solved.size()));
            drawn.add(solved.get(i));
        }
        return train.stream().filter(task -> drawn.contains(task.id())).toList();
    }

    /** The parent's rollouts of the tasks that the set was looked at on. */
    static FirstLook of(Evaluation parent, Evaluation after) {
        Set<String> tasks = after.byTask().keySet();
        return new FirstLook(
                new Evaluation(
                        parent.functions(),
                        parent.rollouts().stream()
                                .filter(rollout -> tasks.contains(rollout.taskId()))
                                .toList()),
                after);
    }

    PairedScores scores() {
        return after.against(before);
    }

    /** A higher score, or the same for less. */
    boolean gains() {
        double difference = scores().difference();
        return difference > EPSILON
                || (difference >= -EPSILON && Cost.of(after).below(Cost.of(before)));
    }
}
