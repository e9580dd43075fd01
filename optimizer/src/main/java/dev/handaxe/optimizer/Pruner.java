package dev.handaxe.optimizer;

import dev.handaxe.optimizer.AcceptanceRule.Judgement;
import dev.handaxe.optimizer.findings.Credit.Pruning;
import dev.handaxe.optimizer.findings.FunctionCredit;
import dev.handaxe.runtime.FunctionSet;
import java.util.List;
import java.util.Optional;

/**
 * Tries a set without the functions that are worth nothing, and keeps it unless the acceptance rule
 * finds it worse. Confined to one thread.
 */
final class Pruner {
    private final Search.Parts parts;

    Pruner(Search.Parts parts) {
        this.parts = parts;
    }

    /**
     * What came of it.
     *
     * @param standing the set that stands now
     * @param pruning empty if there was nothing to prune
     */
    record Pruned(Candidate standing, Optional<Pruning> pruning) {}

    /**
     * Prunes.
     *
     * @throws BudgetExceeded if the budget ended the trial; the set then stands as it was
     */
    Pruned prune(Candidate standing, List<FunctionCredit> credit) {
        List<String> unused =
                credit.stream().filter(f -> f.use().isNone()).map(FunctionCredit::name).toList();
        List<String> harmful =
                credit.stream().filter(this::isHarmful).map(FunctionCredit::name).toList();
        FunctionSet less = standing.functions();
        for (String name : unused) {
            less = less.without(name);
        }
        for (String name : harmful) {
            less = less.without(name);
        }
        if (less.equals(standing.functions())) {
            return new Pruned(standing, Optional.empty());
        }
        Candidate candidate = parts.trials().candidate(less, "pruned");
        Judgement judgement = parts.rule().judge(standing, candidate, "pruned");
        boolean accepted = judgement.decision().accepted() || isEqual(judgement);
        String reason = judgement.decision().reason();
        var pruning = new Pruning(unused, harmful, accepted, reason);
        parts.journal().pruned(pruning, judgement.next());
        return new Pruned(accepted ? judgement.next() : judgement.standing(), Optional.of(pruning));
    }

    private boolean isHarmful(FunctionCredit function) {
        return function.leaveOneOut()
                .filter(without -> without.difference() < 0)
                .filter(without -> without.pHarmful() <= parts.options().significance())
                .isPresent();
    }

    /** A rule that rejects ties means edits: of equals, the smaller set is kept here. */
    private boolean isEqual(Judgement judgement) {
        DecidingTasks decides = parts.trials().decides();
        Evaluation before = decides.of(judgement.standing());
        Evaluation after = decides.of(judgement.next());
        Evaluation trainedBefore = judgement.standing().train();
        return judgement.next().train().against(trainedBefore).difference() == 0
                && after.against(before).difference() == 0
                && after.solvedTasksLostBy(before) == 0
                && before.solvedTasksLostBy(after) == 0;
    }
}
