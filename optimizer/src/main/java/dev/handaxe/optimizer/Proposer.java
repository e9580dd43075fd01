package dev.handaxe.optimizer;

/** Edits a set: the one thing of the optimizer that a search knows. Confined to one thread. */
@FunctionalInterface
interface Proposer {
    /**
     * Takes a step from the set that was evaluated.
     *
     * @param epoch from 1, in labels; each of a run's steps has its own
     * @param current the set and its training rollouts, the only tasks the model is shown
     * @param history what was tried before; what is refused now is added to it
     * @throws BudgetExceeded if the budget ended it
     */
    AgentOptimizer.Step step(int epoch, Evaluation current, EditHistory history);
}
