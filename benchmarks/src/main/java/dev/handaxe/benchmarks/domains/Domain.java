package dev.handaxe.benchmarks.domains;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A field of tasks that ships with Handaxe as code: six templates, each a kind of tasks that one
 * general function solves, and that are long for a head. Their texts are under the licence of
 * Handaxe.
 *
 * <pre>{@code
 * TaskData data = Domain.NUMBERS.tasks(60, 1);
 * Splits splits = data.draw(30, 15, 15, 7);
 * }</pre>
 *
 * <p>Immutable.
 */
public enum Domain {
    /** Number theory and counting. */
    NUMBERS,
    /** Reading tables: filters, joins, means, ranks, running balances, medians. */
    TABLES,
    /** Dates, clocks, working time and units. */
    CALENDAR;

    /** So many tasks has a domain where nobody asks for more. */
    public static final int USUAL_SIZE = 60;

    /** The seed of the tasks that commands use: everybody's are the same. */
    public static final long USUAL_SEED = 1;

    private static final int MOST = 10_000;

    /** The name of the data set. */
    public String dataSet() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The domain of that name, if there is one. */
    public static Optional<Domain> named(String dataSet) {
        return Arrays.stream(values()).filter(one -> one.dataSet().equals(dataSet)).findFirst();
    }

    /** The kinds of its tasks: the names of its templates. */
    public List<String> kinds() {
        return templates().stream().map(Template::name).toList();
    }

    /**
     * Its first tasks, in one pool, the kinds in turn, so that they are balanced; the same seed
     * makes the same texts on every JVM, and a larger size only adds tasks.
     *
     * @param size 1 to 10,000
     * @throws HandaxeException with {@link Code#INVALID_INPUT} for another size
     */
    public TaskData tasks(int size, long seed) {
        if (size < 1 || size > MOST) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%d tasks of %s were asked for; there are 1 to %d"
                            .formatted(size, dataSet(), MOST));
        }
        return GeneratedTasks.of(dataSet(), templates(), size, seed);
    }

    List<Template> templates() {
        return switch (this) {
            case NUMBERS ->
                    List.of(
                            template("circle", Circle::draw),
                            template("recurrence", Recurrence::draw),
                            template("divisors", Divisors::draw),
                            template("digits", DigitSums::draw),
                            template("coins", Coins::draw),
                            template("paths", Paths::draw));
            case TABLES ->
                    List.of(
                            template("filter", FilteredTotal::draw),
                            template("join", JoinedTotal::draw),
                            template("mean", WeightedMean::draw),
                            template("rank", RankedSum::draw),
                            template("running", RunningStock::draw),
                            template("median", PairMedian::draw));
            case CALENDAR ->
                    List.of(
                            template("open-days", OpenDays::draw),
                            template("deadline", Deadline::draw),
                            template("meetings", Meetings::draw),
                            template("signals", Signals::draw),
                            template("shifts", Shifts::draw),
                            template("units", MixedUnits::draw));
        };
    }

    /** The template of that kind. */
    Template template(String kind) {
        return templates().stream()
                .filter(template -> template.name().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private Template template(String name, BiFunction<Draw, Level, Problem> source) {
        return new Template(dataSet(), name, source);
    }
}
