package dev.handaxe.optimizer;

import dev.handaxe.optimizer.findings.FunctionCredit;
import dev.handaxe.optimizer.findings.FunctionCredit.LeaveOneOut;
import dev.handaxe.optimizer.findings.FunctionCredit.Use;
import dev.handaxe.optimizer.statistics.PairedScores;
import dev.handaxe.runtime.FunctionDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says what each function of a set did in the rollouts that are there, and what the set scores
 * without it. For the latter only the deciding tasks in which the function could run are rolled out
 * again; the others count as unchanged, though the model no longer sees the function there.
 *
 * <p>Confined to one thread.
 */
final class CreditAssignment {
    private final Candidate candidate;
    private final Trials trials;
    private final long seed;
    private final Map<String, Set<String>> reachedBy = new LinkedHashMap<>();

    /**
     * Looks at a set.
     *
     * @param candidate with its rollouts
     * @param seed of the bootstrap
     */
    CreditAssignment(Candidate candidate, Trials trials, long seed) {
        this.candidate = candidate;
        this.trials = trials;
        this.seed = seed;
        candidate.functions().functions().forEach(f -> reachedBy.put(f.name(), new HashSet<>()));
        var reached = new ReachedFunctions(candidate.functions());
        for (Rollout rollout : rollouts()) {
            for (FunctionCall call : rollout.calls()) {
                reached.by(call).forEach(name -> tasksOf(name).add(rollout.taskId()));
            }
        }
    }

    private Set<String> tasksOf(String function) {
        return reachedBy.computeIfAbsent(function, _ -> new HashSet<>());
    }

    private List<Rollout> rollouts() {
        List<Rollout> all = new ArrayList<>(candidate.train().rollouts());
        all.addAll(candidate.validation().rollouts());
        return all;
    }

    /** What the rollouts tell; no model is asked. */
    List<FunctionCredit> free() {
        return candidate.functions().functions().stream()
                .map(FunctionDefinition::name)
                .map(name -> new FunctionCredit(name, use(name), Optional.empty()))
                .toList();
    }

    private Use use(String name) {
        int calls = 0;
        int succeeded = 0;
        long replyChars = 0;
        Set<String> tasks = new HashSet<>();
        for (Rollout rollout : rollouts()) {
            for (FunctionCall call : rollout.calls()) {
                if (call.name().equals(name)) {
                    calls++;
                    succeeded += call.failed() ? 0 : 1;
                    replyChars += call.reply().length();
                    tasks.add(rollout.taskId());
                }
            }
        }
        return new Use(calls, succeeded, tasks.size(), tasksOf(name).size(), (replyChars + 3) / 4);
    }

    /**
     * The same with leave-one-out differences of the functions that deciding tasks reached.
     *
     * @throws BudgetExceeded if the budget ended it
     */
    List<FunctionCredit> full() {
        return free().stream()
                .map(
                        credit ->
                                new FunctionCredit(
                                        credit.name(), credit.use(), leaveOneOut(credit.name())))
                .toList();
    }

    private Optional<LeaveOneOut> leaveOneOut(String name) {
        DecidingTasks decides = trials.decides();
        Set<String> retried =
                decides.of(trials.splits()).stream()
                        .map(Task::id)
                        .filter(tasksOf(name)::contains)
                        .collect(Collectors.toSet());
        if (retried.isEmpty()) {
            return Optional.empty();
        }
        Candidate less =
                trials.again(
                        candidate,
                        candidate.functions().without(name),
                        task -> retried.contains(task.id()),
                        "credit without " + name);
        Map<String, Double> kept = decides.of(candidate).byTask();
        Map<String, Double> scores = new LinkedHashMap<>(kept);
        scores.putAll(decides.of(less).byTask());
        PairedScores without = PairedScores.of(values(kept), /* after= */ values(scores));
        PairedScores with = without.turned();
        return Optional.of(
                new LeaveOneOut(
                        with.difference(),
                        retried.size(),
                        with.won(),
                        with.lost(),
                        without.pBetter(seed)));
    }

    private static double[] values(Map<String, Double> byTask) {
        return byTask.values().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
