package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * All tasks of a run, dealt into folds by its seed: each fold is the test of one training, on
 * training and validation tasks in the run's proportion.
 *
 * <p>Immutable.
 */
final class FoldPlan {
    private final int folds;
    private final boolean validated;
    private final double validationShare;
    private final List<Task> dealt;

    /**
     * Deals.
     *
     * @param splits whose tasks are pooled
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there are too few tasks
     */
    FoldPlan(Splits splits, int folds, long seed) {
        this.folds = folds;
        List<Task> pool = new ArrayList<>(splits.train());
        pool.addAll(splits.validation());
        pool.addAll(splits.test());
        if (pool.size() < 2 * folds) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%d folds need at least %d tasks, and there are %d"
                            .formatted(folds, 2 * folds, pool.size()));
        }
        int known = splits.train().size() + splits.validation().size();
        validated = !splits.validation().isEmpty();
        validationShare = known == 0 ? 0 : (double) splits.validation().size() / known;
        Collections.shuffle(pool, new Random(seed));
        dealt = List.copyOf(pool);
    }

    int folds() {
        return folds;
    }

    /** All tasks without a test: what the run's own set is trained on. */
    Splits all() {
        return share(dealt, List.of());
    }

    /** The splits of a fold, from 1. */
    Splits fold(int number) {
        List<Task> test = new ArrayList<>();
        List<Task> rest = new ArrayList<>();
        for (int i = 0; i < dealt.size(); i++) {
            (i % folds == number - 1 ? test : rest).add(dealt.get(i));
        }
        return share(rest, test);
    }

    private Splits share(List<Task> tasks, List<Task> test) {
        int wanted = (int) Math.round(validationShare * tasks.size());
        int validation = validated ? Math.clamp(wanted, 1, tasks.size() - 1) : 0;
        return new Splits(
                tasks.subList(validation, tasks.size()), tasks.subList(0, validation), test);
    }
}
