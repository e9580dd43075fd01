package dev.handaxe.optimizer.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One epoch of a run: what was tried and what became of it.
 *
 * <p>Immutable.
 *
 * @param number from 1
 * @param set the hash of the set that its edits led to; empty if none was made
 * @param edits in order
 * @param refusals answers of the optimizer that were sent back, as the model was told
 */
public record ReportedEpoch(
        int number, String set, List<Edit> edits, List<String> refusals, Decision decision) {
    /** Copies. */
    public ReportedEpoch {
        Objects.requireNonNull(set);
        edits = List.copyOf(edits);
        refusals = List.copyOf(refusals);
        Objects.requireNonNull(decision);
    }

    /** What became of the edited set. */
    public enum Verdict {
        /** It took the place of the set before. */
        KEPT,
        /** The set before stayed. */
        ROLLED_BACK,
        /** The run stopped before. */
        OPEN
    }

    /**
     * Whether the edited set was kept, and why.
     *
     * @param facts such as a p-value, where the run wrote them down
     */
    public record Decision(Verdict verdict, Facts facts) {
        /** Rejects nulls. */
        public Decision {
            Objects.requireNonNull(verdict);
            Objects.requireNonNull(facts);
        }
    }

    /**
     * One edit.
     *
     * @param action such as {@code add_function}
     * @param name the function
     * @param proposal what the optimizer proposed, where the run still tells it
     * @param facts such as {@code hypothesis} and {@code expected_effect}
     */
    public record Edit(String action, String name, Optional<Proposal> proposal, Facts facts) {
        /** Rejects nulls. */
        public Edit {
            Objects.requireNonNull(action);
            Objects.requireNonNull(name);
            Objects.requireNonNull(proposal);
            Objects.requireNonNull(facts);
        }
    }

    /**
     * A function as the optimizer proposed it; all of it is the model's text.
     *
     * @param schema of its parameters, as a JSON text
     * @param said what the optimizer said with it
     */
    public record Proposal(String code, String description, String schema, String said) {
        /** Rejects nulls. */
        public Proposal {
            Objects.requireNonNull(code);
            Objects.requireNonNull(description);
            Objects.requireNonNull(schema);
            Objects.requireNonNull(said);
        }
    }
}
