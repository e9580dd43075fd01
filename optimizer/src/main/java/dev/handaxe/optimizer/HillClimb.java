package dev.handaxe.optimizer;

import dev.handaxe.optimizer.AcceptanceRule.Judgement;
import dev.handaxe.optimizer.TrainingResult.Epoch;
import java.util.ArrayList;
import java.util.List;

/**
 * One set stands; each epoch edits it, and the edited set takes its place or is rolled back (paper,
 * section 3.3). So many epochs in a row without gain end it.
 *
 * <p>Confined to one thread.
 */
final class HillClimb implements Search {
    private final Parts parts;
    private final List<Epoch> epochs = new ArrayList<>();
    private final List<FailedSet> failures = new ArrayList<>();
    private Candidate standing;

    HillClimb(Parts parts, Candidate start) {
        this.parts = parts;
        standing = start;
    }

    @Override
    public String run() {
        TrainingOptions options = parts.options();
        int inARow = 0;
        for (int epoch = 1; epoch <= options.epochs(); epoch++) {
            if (standing.perfect()) {
                return "solved";
            }
            inARow = epoch(epoch) ? 0 : inARow + 1;
            if (inARow >= options.patience()) {
                return "patience";
            }
        }
        return "epochs";
    }

    @Override
    public Candidate best() {
        return standing;
    }

    @Override
    public List<Epoch> epochs() {
        return List.copyOf(epochs);
    }

    /** Whether the epoch's set was kept. */
    private boolean epoch(int number) {
        AgentOptimizer.Step step =
                parts.optimizer().step(number, standing.train(), List.copyOf(failures));
        if (step.functions().equals(standing.functions())) {
            Decision none = new Decision(false, "no edit", 0, 0, 1, standing.deciding().repeats());
            return done(Epoch.of(number, step.edits(), standing, none));
        }
        String phase = "epoch " + number;
        Candidate proposed = parts.trials().candidate(step.functions(), phase);
        Judgement judgement = parts.rule().judge(standing, proposed, phase);
        Candidate next = judgement.next();
        Epoch epoch = Epoch.of(number, step.edits(), next, judgement.decision());
        parts.journal().evaluated(number, next);
        if (judgement.decision().accepted()) {
            parts.journal().save(epoch, next);
            parts.trials().kept(next);
            standing = next;
            failures.clear();
        } else {
            standing = judgement.standing();
            failures.add(
                    new FailedSet(
                            next.functions(), step.edits(), next.train().score().orElse(0.0)));
        }
        return done(epoch);
    }

    private boolean done(Epoch epoch) {
        epochs.add(epoch);
        parts.journal().done(epoch);
        return epoch.accepted();
    }
}
