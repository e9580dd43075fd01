package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionDefinition;
import java.util.List;
import java.util.Objects;

/**
 * One action of an answer, read but not applied.
 *
 * <p>Immutable.
 */
sealed interface ProposedEdit {
    /** Which action it is. */
    EditAction action();

    /**
     * Why it is proposed.
     *
     * @param hypothesis why tasks fail
     * @param expectedEffect what should change
     */
    record Reason(String hypothesis, String expectedEffect) {
        public Reason {
            Objects.requireNonNull(hypothesis);
            Objects.requireNonNull(expectedEffect);
        }
    }

    /**
     * A function is added, revised, or put in the place of others.
     *
     * @param replaces what a merge replaces; empty otherwise
     * @param keepsExamples whether the examples of the version before still hold, because none were
     *     given
     */
    record Write(
            EditAction action,
            FunctionDefinition function,
            List<String> replaces,
            boolean keepsExamples,
            Reason reason)
            implements ProposedEdit {
        public Write {
            replaces = List.copyOf(replaces);
        }
    }

    /** A function goes. */
    record Remove(String name, Reason reason) implements ProposedEdit {
        @Override
        public EditAction action() {
            return EditAction.REMOVE;
        }
    }

    /** A function gets another name. */
    record Rename(String name, String newName, Reason reason) implements ProposedEdit {
        @Override
        public EditAction action() {
            return EditAction.RENAME;
        }
    }

    /** The step ends. */
    record Terminate() implements ProposedEdit {
        @Override
        public EditAction action() {
            return EditAction.TERMINATE;
        }
    }
}
