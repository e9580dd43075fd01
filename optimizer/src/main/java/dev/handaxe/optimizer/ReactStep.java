package dev.handaxe.optimizer;

import java.util.Objects;

/** What one answer under the ReAct protocol asks for. */
sealed interface ReactStep {
    /** The part of the answer that counts: the conversation goes on with it, without the rest. */
    String kept();

    /**
     * A call of a function. Immutable.
     *
     * @param function the name that was written
     * @param input JSON, or whatever was written in its place; empty if nothing was
     * @param more whether something followed that was not read
     */
    record Act(String kept, String function, String input, boolean more) implements ReactStep {
        /** Rejects nulls. */
        public Act {
            Objects.requireNonNull(kept);
            Objects.requireNonNull(function);
            Objects.requireNonNull(input);
        }
    }

    /** The end, with the final answer. Immutable. */
    record Finish(String kept, String answer) implements ReactStep {
        /** Rejects nulls. */
        public Finish {
            Objects.requireNonNull(kept);
            Objects.requireNonNull(answer);
        }
    }

    /**
     * Neither. Immutable.
     *
     * @param problem what is wrong, as one sentence
     * @param plain whether the protocol was not used at all
     */
    record Unclear(String kept, String problem, boolean plain) implements ReactStep {
        /** Rejects nulls. */
        public Unclear {
            Objects.requireNonNull(kept);
            Objects.requireNonNull(problem);
        }
    }
}
