package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run has spent so far, sessions before a resume included.
 *
 * <p>Immutable.
 *
 * @param agent model calls of rollouts
 * @param optimizer model calls of optimizing steps
 * @param guest sandbox time of guest code
 * @param money what the model calls cost; empty where no price was given
 */
public record Spending(Usage agent, Usage optimizer, GuestUsage guest, Optional<Money> money) {
    /** Nothing. */
    public static final Spending NONE =
            new Spending(Usage.NONE, Usage.NONE, GuestUsage.NONE, Optional.empty());

    /** Rejects nulls. */
    public Spending {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(optimizer);
        Objects.requireNonNull(guest);
        Objects.requireNonNull(money);
    }

    /** All model calls. */
    public Usage usage() {
        return agent.plus(optimizer);
    }

    ObjectNode node() {
        ObjectNode node = node(usage());
        node.set("agent", node(agent));
        node.set("optimizer", node(optimizer));
        node.putObject("guest")
                .put("calls", guest.calls())
                .put("cpu_seconds", guest.cpu().toMillis() / 1000.0)
                .put("wall_seconds", guest.wall().toMillis() / 1000.0);
        money.ifPresent(
                cost ->
                        node.putObject("cost")
                                .put("amount", cost.amount().stripTrailingZeros().doubleValue())
                                .put("currency", cost.currency()));
        return node;
    }

    private static ObjectNode node(Usage usage) {
        return Json.object()
                .put("calls", usage.calls())
                .put("input_tokens", usage.inputTokens())
                .put("output_tokens", usage.outputTokens());
    }
}
