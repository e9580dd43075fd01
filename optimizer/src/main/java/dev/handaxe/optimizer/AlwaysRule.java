package dev.handaxe.optimizer;

import dev.handaxe.optimizer.statistics.PairedScores;

/** Keeps every set: the paper's ablation without roll-back. Immutable. */
final class AlwaysRule implements AcceptanceRule {
    private final TrainingOptions options;

    AlwaysRule(TrainingOptions options) {
        this.options = options;
    }

    @Override
    public Judgement judge(Candidate standing, Candidate next, String phase) {
        PairedScores scores = next.train().against(standing.train());
        return new Judgement(
                new Decision(
                        true,
                        "every set is kept",
                        scores.won(),
                        scores.lost(),
                        scores.pBetter(options.seed()),
                        next.train().repeats()),
                standing,
                next);
    }
}
