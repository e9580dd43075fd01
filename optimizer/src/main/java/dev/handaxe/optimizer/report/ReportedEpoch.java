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
 * @param parents hashes of the sets that it came from, the one that was edited first; a search of
 *     many sets may merge a second one into it
 * @param answers of the optimizer, in order
 */
public record ReportedEpoch(
        int number, String set, List<String> parents, List<Answer> answers, Decision decision) {
    /** Copies. */
    public ReportedEpoch {
        Objects.requireNonNull(set);
        parents = List.copyOf(parents);
        answers = List.copyOf(answers);
        Objects.requireNonNull(decision);
    }

    /** The edits that were admitted, in order. */
    public List<Edit> edits() {
        return answers.stream()
                .filter(answer -> answer.refusal().isEmpty())
                .flatMap(answer -> answer.edits().stream())
                .toList();
    }

    /** How many answers were sent back. */
    public int refused() {
        return (int) answers.stream().filter(answer -> answer.refusal().isPresent()).count();
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
     * @param facts such as {@code reason}, {@code won}, {@code lost} and {@code p}
     */
    public record Decision(Verdict verdict, Facts facts) {
        /** Rejects nulls. */
        public Decision {
            Objects.requireNonNull(verdict);
            Objects.requireNonNull(facts);
        }
    }

    /**
     * One answer of the optimizer: its edits are one transaction, admitted or refused as a whole.
     *
     * @param edits in order
     * @param said what the model said beside them
     * @param refusal what it was told, if the answer was sent back
     */
    public record Answer(Place place, List<Edit> edits, String said, Optional<String> refusal) {
        /** Copies. */
        public Answer {
            Objects.requireNonNull(place);
            edits = List.copyOf(edits);
            Objects.requireNonNull(said);
            Objects.requireNonNull(refusal);
        }
    }

    /**
     * Where in its epoch an answer stands.
     *
     * @param step such as {@code part 2} or {@code merge mean}; empty in an epoch of one step
     * @param action the number of its first edit in the step; 0 if it is not known
     * @param attempt from 1; 0 if it is not known
     */
    public record Place(String step, int action, int attempt) {
        /** Nothing is known of it. */
        public static final Place UNKNOWN = new Place("", 0, 0);

        /** Rejects nulls. */
        public Place {
            Objects.requireNonNull(step);
        }
    }

    /**
     * One edit.
     *
     * @param action such as {@code add_function}
     * @param name the function, by its new name if it has one
     * @param replaced the functions that are no more: those merged, or the name before
     * @param proposal what the optimizer proposed, where the run still tells it
     * @param facts such as {@code hypothesis} and {@code expected_effect}
     */
    public record Edit(
            String action,
            String name,
            List<String> replaced,
            Optional<Proposal> proposal,
            Facts facts) {
        /** Copies. */
        public Edit {
            Objects.requireNonNull(action);
            Objects.requireNonNull(name);
            replaced = List.copyOf(replaced);
            Objects.requireNonNull(proposal);
            Objects.requireNonNull(facts);
        }
    }

    /**
     * A function as the optimizer proposed it; all of it is the model's text.
     *
     * @param schema of its parameters, as a JSON text
     */
    public record Proposal(String code, String description, String schema) {
        /** Rejects nulls. */
        public Proposal {
            Objects.requireNonNull(code);
            Objects.requireNonNull(description);
            Objects.requireNonNull(schema);
        }
    }
}
