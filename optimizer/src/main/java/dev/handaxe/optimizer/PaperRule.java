package dev.handaxe.optimizer;

import dev.handaxe.optimizer.TrainingOptions.Ties;

/** The training score decides (paper, section 3.3). Immutable. */
final class PaperRule implements AcceptanceRule {
    private final TrainingOptions options;

    PaperRule(TrainingOptions options) {
        this.options = options;
    }

    @Override
    public Judgement judge(Candidate standing, Candidate next, String phase) {
        int compared =
                Double.compare(
                        next.train().score().orElse(0.0), standing.train().score().orElse(0.0));
        boolean accepted = compared > 0 || (compared == 0 && options.ties() == Ties.ACCEPTED);
        String reason =
                compared == 0
                        ? "the training score is the same, and ties are " + options.ties().word()
                        : "the training score is " + (compared > 0 ? "higher" : "lower");
        return new Judgement(
                Decision.between(standing.train(), next.train(), options.seed(), accepted, reason),
                standing,
                next);
    }
}
