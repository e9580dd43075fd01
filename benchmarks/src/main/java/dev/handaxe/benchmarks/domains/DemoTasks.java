package dev.handaxe.benchmarks.domains;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.optimizer.Splits;
import java.util.List;

/**
 * The tasks of the demo: two kinds of each domain, twelve tasks to train, to validate and to test
 * on, two of each kind in each.
 *
 * <p>No state.
 */
public final class DemoTasks {
    private static final int EACH = 12;

    private DemoTasks() {}

    /** The tasks, split already. */
    public static TaskData tasks() {
        List<Template> templates =
                List.of(
                        Domain.NUMBERS.template("circle"),
                        Domain.NUMBERS.template("recurrence"),
                        Domain.TABLES.template("running"),
                        Domain.TABLES.template("median"),
                        Domain.CALENDAR.template("signals"),
                        Domain.CALENDAR.template("deadline"));
        TaskData all = GeneratedTasks.of("demo", templates, 3 * EACH, Domain.USUAL_SEED);
        Splits splits = all.draw(EACH, EACH, EACH, Domain.USUAL_SEED);
        return new TaskData(all.name(), splits, all.grader(), all.strata());
    }
}
