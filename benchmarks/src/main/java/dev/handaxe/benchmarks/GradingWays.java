package dev.handaxe.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Says which tasks are graded in another way than was asked for. No state. */
final class GradingWays {
    private static final String TOGETHER =
            "need more than data from a sample and run in its guest, where it could forge the"
                    + " verdict";

    private GradingWays() {}

    /** What is known before anything runs. */
    static void warnOfOthers(Collection<CodeTask> tasks, Grading asked, Progress progress) {
        Map<Grading, List<String>> ways = new EnumMap<>(Grading.class);
        for (CodeTask task : tasks) {
            ways.computeIfAbsent(task.way(asked), way -> new ArrayList<>()).add(task.id());
        }
        for (Map.Entry<Grading, List<String>> way : ways.entrySet()) {
            if (way.getKey().compareTo(asked) > 0) {
                progress.warned(
                        "the tests of %d of %d tasks %s: %s"
                                .formatted(
                                        way.getValue().size(),
                                        tasks.size(),
                                        way.getKey() == Grading.GUEST
                                                ? "are no plain assertions and run in a guest of"
                                                        + " their own"
                                                : TOGETHER,
                                        SampleSource.named(way.getValue())));
            }
        }
    }

    /** What showed while they ran. */
    static void warnOfNotSeparable(List<String> ids, Progress progress) {
        if (!ids.isEmpty()) {
            progress.warned(
                    "the tests of %d tasks %s: %s"
                            .formatted(ids.size(), TOGETHER, SampleSource.named(ids)));
        }
    }
}
