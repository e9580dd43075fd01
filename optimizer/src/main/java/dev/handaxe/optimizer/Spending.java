package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.Prices.Money;
import dev.handaxe.runtime.Outcome;
import java.time.Duration;
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
public record Spending(Usage agent, Usage optimizer, Guest guest, Optional<Money> money) {
    /** Nothing. */
    public static final Spending NONE =
            new Spending(Usage.NONE, Usage.NONE, Guest.NONE, Optional.empty());

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

    /**
     * What the sandbox spent on guest code. It is measured, so it differs from run to run and never
     * reaches a prompt or a decision.
     *
     * <p>Immutable.
     *
     * @param calls of functions and programs, trials of edits included
     * @param cpu of the guest's threads
     * @param wall from the guest's start to its end, summed over calls
     */
    public record Guest(long calls, Duration cpu, Duration wall) {
        /** Nothing. */
        public static final Guest NONE = new Guest(0, Duration.ZERO, Duration.ZERO);

        /** Rejects nulls. */
        public Guest {
            Objects.requireNonNull(cpu);
            Objects.requireNonNull(wall);
        }

        static Guest of(Outcome.Metrics call) {
            return new Guest(1, call.cpu(), call.wall());
        }

        /** Both together. */
        public Guest plus(Guest other) {
            return new Guest(calls + other.calls, cpu.plus(other.cpu), wall.plus(other.wall));
        }
    }
}
