package dev.handaxe.optimizer;

/** Decides whether a set takes the place of the one that stands. Confined to one thread. */
interface AcceptanceRule {
    /**
     * Decides; may evaluate both further.
     *
     * @param phase names the evaluation for the listener, such as {@code epoch 2}
     * @throws BudgetExceeded if the budget ended a further evaluation
     */
    Judgement judge(Candidate standing, Candidate next, String phase);

    /** The decision, and both sets with all that is now known of them. */
    record Judgement(Decision decision, Candidate standing, Candidate next) {}

    /** The rule of that name. */
    static AcceptanceRule of(TrainingOptions options, Trials trials) {
        return switch (options.acceptance()) {
            case PAPER -> new PaperRule(options);
            case ALWAYS -> new AlwaysRule(options);
            case VALIDATION -> new ValidationRule(options, trials);
        };
    }
}
