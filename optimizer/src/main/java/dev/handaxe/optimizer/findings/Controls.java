package dev.handaxe.optimizer.findings;

import java.util.List;
import java.util.Optional;

/**
 * What the tokens that training took buy on the test split without training, or with less of it:
 * arms beside the set that was kept.
 *
 * <p>Immutable.
 *
 * @param budgetTokens what training and validation took, of agent and optimizer
 * @param arms in order
 */
public record Controls(long budgetTokens, List<ControlArm> arms) {
    /** An attempt that visibly failed is repeated, by the set the run began with. */
    public static final String RETRIES = "retries";

    /** The answer that most attempts of the set the run began with agree on. */
    public static final String SELF_CONSISTENCY = "self-consistency";

    /** The edits of one optimizing step, taken without a trial. */
    public static final String SINGLE_REWRITE = "single rewrite";

    /** No arm, but a bound of what choosing among attempts could reach: it knows the answers. */
    public static final String ORACLE = "oracle (upper bound)";

    /** Copies. */
    public Controls {
        arms = List.copyOf(arms);
    }

    /** The arm of that name, if it was finished. */
    public Optional<ControlArm.Outcome> outcome(String name) {
        return arms.stream()
                .filter(arm -> arm.name().equals(name))
                .findFirst()
                .flatMap(ControlArm::outcome);
    }
}
