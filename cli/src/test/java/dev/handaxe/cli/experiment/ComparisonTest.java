package dev.handaxe.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.handaxe.cli.experiment.Comparison.Pair;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    /** Ten tasks, of which the first so many are solved. */
    private static Pair pair(int before, int after) {
        return new Pair(Samples.scores(10, before), Samples.scores(10, after));
    }

    @Test
    void oneRunIsComparedTaskByTask() {
        Comparison found = Comparison.of(List.of(pair(2, 8))).orElseThrow();

        assertThat(found.runs()).isEqualTo(1);
        assertThat(found.pooled().before().score()).isEqualTo(0.2);
        assertThat(found.pooled().after().score()).isEqualTo(0.8);
        assertThat(found.pooled().won()).isEqualTo(6);
        assertThat(found.pooled().lost()).isZero();
        assertThat(found.pRuns()).isEmpty();
        assertThat(found.p()).as("two-sided, 6 won").isCloseTo(2 * Math.pow(0.5, 6), within(1e-9));
        assertThat(found.significant()).isTrue();
        assertThat(found.difference().low()).isPositive();
    }

    @Test
    void tasksOfAllRunsCountAndRunsDecideWhereThereAreEnough() {
        Comparison few = Comparison.of(Collections.nCopies(5, pair(4, 6))).orElseThrow();
        Comparison enough = Comparison.of(Collections.nCopies(6, pair(4, 6))).orElseThrow();

        assertThat(few.pooled().after().tasks()).isEqualTo(50);
        assertThat(few.pooled().won()).isEqualTo(10);
        assertThat(few.runsDecide()).isFalse();
        assertThat(few.p()).isEqualTo(few.pooled().pValue());
        assertThat(enough.runsDecide()).isTrue();
        assertThat(enough.p()).isCloseTo(2 * Math.pow(0.5, 6), within(1e-9));
    }

    /** Thirty tasks won in one lucky run are no evidence that training helps. */
    @Test
    void oneRunThatWonMuchIsNotSignificantOverRuns() {
        List<Pair> pairs =
                List.of(pair(0, 10), pair(5, 5), pair(5, 5), pair(5, 5), pair(5, 5), pair(5, 5));

        Comparison found = Comparison.of(pairs).orElseThrow();

        assertThat(found.pooled().pValue()).isLessThan(0.01);
        assertThat(found.p()).isEqualTo(1);
        assertThat(found.significant()).isFalse();
    }

    @Test
    void onlyTasksThatBothTriedCount() {
        Pair half = new Pair(Samples.scores(10, 0), Samples.scores(5, 5));

        assertThat(Comparison.of(List.of(half)).orElseThrow().pooled().after().tasks())
                .isEqualTo(5);
        assertThat(Comparison.of(List.of(new Pair(Map.of(), Map.of())))).isEmpty();
        assertThat(Comparison.of(List.of())).isEmpty();
    }
}
