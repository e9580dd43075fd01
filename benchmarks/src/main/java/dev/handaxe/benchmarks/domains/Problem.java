package dev.handaxe.benchmarks.domains;

import java.util.List;

/**
 * The parameters of one task. The answer follows from them by the plainest reading of the question,
 * mostly by trying or walking through all there is, and not by the short cut that a function would
 * learn; the tests know another way for each.
 *
 * <p>Immutable.
 */
sealed interface Problem
        permits Circle,
                Coins,
                Deadline,
                DigitSums,
                Divisors,
                FilteredTotal,
                JoinedTotal,
                Meetings,
                MixedUnits,
                OpenDays,
                PairMedian,
                Paths,
                RankedSum,
                Recurrence,
                RunningStock,
                Shifts,
                Signals,
                WeightedMean {

    /** Every way to ask for it; all have the same answer. */
    List<String> questions();

    /** The right answer in the form that the question asks for. */
    String answer();

    /** The rule that compares a prediction with it: no number is nearly right. */
    default String grader() {
        return "numeric:0";
    }
}
