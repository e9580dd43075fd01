package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A set of a population, with what was tried from it.
 *
 * <p>Confined to one thread.
 */
final class Member {
    /** The higher mean score first; of equals the cheaper, then the smaller, then the older. */
    static final Comparator<Member> BEST_FIRST =
            Comparator.comparingLong(Member::total)
                    .reversed()
                    .thenComparing(Member::cost, Cost.CHEAPEST_FIRST)
                    .thenComparing(Member::candidate, Candidate.SMALLEST_FIRST)
                    .thenComparingInt(Member::born);

    /** Scores are compared in billionths, so that sums of thirds can be equal. */
    private static final double BILLION = 1e9;

    private final int born;
    private final EditHistory history;
    private final DecidingTasks decides;
    private Candidate candidate;
    private Map<String, Long> scores;
    private Cost cost;
    private int visits;

    /**
     * A member.
     *
     * @param born the epoch that made it; 0 for the set the run began with
     * @param decides the tasks that members are compared by
     * @param history what was tried from it, so far nothing
     */
    Member(int born, Candidate candidate, DecidingTasks decides, EditHistory history) {
        this.born = born;
        this.decides = decides;
        this.history = history;
        this.candidate = candidate;
        this.scores = scores(decides.of(candidate));
        this.cost = Cost.of(decides.of(candidate));
    }

    private static Map<String, Long> scores(Evaluation deciding) {
        Map<String, Long> scores = new LinkedHashMap<>();
        deciding.byTask().forEach((task, score) -> scores.put(task, Math.round(score * BILLION)));
        return Collections.unmodifiableMap(scores);
    }

    /** More is known of it now. */
    void know(Candidate more) {
        candidate = more;
        scores = scores(deciding());
        cost = Cost.of(deciding());
    }

    Candidate candidate() {
        return candidate;
    }

    /** The rollouts that members are compared by. */
    Evaluation deciding() {
        return decides.of(candidate);
    }

    FunctionSet functions() {
        return candidate.functions();
    }

    String hash() {
        return functions().hash();
    }

    int born() {
        return born;
    }

    Cost cost() {
        return cost;
    }

    /** The mean score of each deciding task, in billionths. */
    Map<String, Long> scores() {
        return scores;
    }

    long score(String task) {
        return scores.getOrDefault(task, 0L);
    }

    /** The sum over the deciding tasks, which all members share. */
    long total() {
        return scores.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A higher mean score on the deciding tasks, or the same with a smaller set. */
    boolean isBetterThan(Member other) {
        int compared = Long.compare(total(), other.total());
        return compared > 0 || (compared == 0 && candidate.isSmallerThan(other.candidate));
    }

    /**
     * As good on every task at no higher cost: better in something, or else the smaller, or the
     * older one. No two members dominate each other, and what dominates a dominator dominates.
     */
    boolean dominates(Member other) {
        return asGood(other) && (!other.asGood(this) || BEST_FIRST.compare(this, other) < 0);
    }

    private boolean asGood(Member other) {
        return cost.atMost(other.cost)
                && scores.keySet().stream().allMatch(task -> score(task) >= other.score(task));
    }

    /** It is the parent of a proposal. */
    void visit() {
        visits++;
    }

    int visits() {
        return visits;
    }

    /** What was tried from it, and how it came to be. */
    EditHistory history() {
        return history;
    }
}
