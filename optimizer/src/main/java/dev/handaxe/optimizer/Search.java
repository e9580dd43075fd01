package dev.handaxe.optimizer;

import dev.handaxe.optimizer.TrainingResult.Epoch;
import java.util.List;

/**
 * A way to look for better sets. The best one is in hand at any moment, also when the search is
 * ended from outside by a budget or an interrupt. Confined to one thread.
 */
interface Search {
    /**
     * Searches until there is a reason to end.
     *
     * @return {@code epochs}, {@code patience} or {@code solved}
     * @throws BudgetExceeded if the budget ended it
     */
    String run();

    /** The set that stands. */
    Candidate best();

    /** What was tried so far, in order. */
    List<Epoch> epochs();

    /** What a search works with. */
    record Parts(
            Trials trials,
            Proposer optimizer,
            AcceptanceRule rule,
            RunJournal journal,
            TrainingOptions options) {}

    /** The search of that name, beginning at a set that was evaluated. */
    static Search of(Parts parts, Candidate start) {
        return switch (parts.options().search()) {
            case HILL_CLIMB -> new HillClimb(parts, start);
            case PARETO -> new Pareto(parts, start);
        };
    }
}
