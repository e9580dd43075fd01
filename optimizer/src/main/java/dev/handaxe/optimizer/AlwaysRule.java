package dev.handaxe.optimizer;

/** Keeps every set: the paper's ablation without roll-back. Immutable. */
final class AlwaysRule implements AcceptanceRule {
    private final TrainingOptions options;

    AlwaysRule(TrainingOptions options) {
        this.options = options;
    }

    @Override
    public Judgement judge(Candidate standing, Candidate next, String phase) {
        return new Judgement(
                Decision.between(
                        standing.train(), next.train(), options.seed(), true, "every set is kept"),
                standing,
                next);
    }
}
