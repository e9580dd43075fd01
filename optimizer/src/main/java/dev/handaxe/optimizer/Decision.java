package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.statistics.PairedScores;
import java.util.Objects;

/**
 * Why an epoch's set was kept or rolled back.
 *
 * <p>Immutable.
 *
 * @param accepted whether it was kept
 * @param reason in one line
 * @param won deciding tasks on which it scores higher than the set that stood
 * @param lost those on which it scores lower
 * @param pValue the probability of a gain as large if it were no better; 1 without a gain
 * @param repeats rollouts of each deciding task that were looked at
 */
public record Decision(
        boolean accepted, String reason, int won, int lost, double pValue, int repeats) {
    /** Rejects nulls and what is no probability. */
    public Decision {
        Objects.requireNonNull(reason);
        if (!(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException("p is " + pValue);
        }
    }

    /**
     * With the figures of two evaluations of the same tasks.
     *
     * @param seed of the bootstrap that the p-value may need
     */
    static Decision between(
            Evaluation before, Evaluation after, long seed, boolean accepted, String reason) {
        PairedScores scores = after.against(before);
        return new Decision(
                accepted,
                reason,
                scores.won(),
                scores.lost(),
                scores.pBetter(seed),
                after.repeats());
    }

    ObjectNode node() {
        return Json.object()
                .put("accepted", accepted)
                .put("reason", reason)
                .put("won", won)
                .put("lost", lost)
                .put("p", pValue)
                .put("repeats", repeats);
    }
}
