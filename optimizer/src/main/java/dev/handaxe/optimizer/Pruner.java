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
        List<FunctionCredit> worthless =
                credit.stream().filter(f -> f.use().isNone() || isHarmful(f)).toList();
        FunctionSet less = without(standing.functions(), worthless);
        if (less.equals(standing.functions())) {
            return new Pruned(standing, Optional.empty());
        }
        List<FunctionCredit> left =
                worthless.stream().filter(f -> less.find(f.name()).isEmpty()).toList();
        List<String> unused =
                left.stream().filter(f -> f.use().isNone()).map(FunctionCredit::name).toList();
        List<String> harmful =
                left.stream().filter(f -> !f.use().isNone()).map(FunctionCredit::name).toList();
        Candidate candidate = parts.trials().candidate(less, "pruned");
        Judgement judgement = parts.rule().judge(standing, candidate, "pruned");
        boolean accepted = judgement.decision().accepted() || isEqual(judgement);
        String reason = judgement.decision().reason();
        var pruning = new Pruning(unused, harmful, accepted, reason);
        parts.journal().pruned(pruning, judgement.next());
        return new Pruned(accepted ? judgement.next() : judgement.standing(), Optional.of(pruning));
    }

    /** The set without them; a function stays as long as one that stays names it. */
    private static FunctionSet without(FunctionSet functions, List<FunctionCredit> worthless) {
        List<String> going = worthless.stream().map(FunctionCredit::name).toList();
        while (true) {
            FunctionSet less = functions;
            for (String name : going) {
                less = less.without(name);
            }
            FunctionSet rest = less;
            List<String> free = going.stream().filter(n -> !Reach.isNamed(rest, n)).toList();
            if (free.equals(going)) {
                return rest;
            }
            going = free;
        }
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
