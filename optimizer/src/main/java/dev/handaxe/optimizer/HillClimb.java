package dev.handaxe.optimizer;

import dev.handaxe.optimizer.AcceptanceRule.Judgement;
import dev.handaxe.optimizer.PastEdit.Fate;
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
    private final EditHistory history = new EditHistory();
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
        AgentOptimizer.Step step = parts.optimizer().step(number, standing.train(), history);
        if (step.functions().equals(standing.functions())) {
            int repeats = parts.trials().decides().of(standing).repeats();
            Decision none = new Decision(false, "no edit", 0, 0, 1, repeats);
            return done(Epoch.of(number, step.edits(), standing, none));
        }
        String phase = "epoch " + number;
        Candidate proposed = parts.trials().candidate(step.functions(), phase);
        Judgement judgement = parts.rule().judge(standing, proposed, phase);
        Candidate next = judgement.next();
        Epoch epoch = Epoch.of(number, step.edits(), next, judgement.decision());
        parts.journal().evaluated(number, next);
        var effect = PastEdit.Effect.of(judgement.standing(), next);
        if (judgement.decision().accepted()) {
            parts.journal().save(epoch, next);
            parts.trials().kept(next);
            history.kept(step.past(number, new Fate.Kept(effect)));
            standing = next;
        } else {
            standing = judgement.standing();
            history.rolledBack(step.past(number, new Fate.RolledBack(effect)), next.functions());
        }
        return done(epoch);
    }

    private boolean done(Epoch epoch) {
        epochs.add(epoch);
        parts.journal().done(epoch);
        return epoch.accepted();
    }
}
