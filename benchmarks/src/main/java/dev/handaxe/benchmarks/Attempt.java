package dev.handaxe.benchmarks;

import dev.handaxe.runtime.PythonValue;
import java.util.Objects;

/**
 * What is done with one sample.
 *
 * <p>Immutable.
 */
sealed interface Attempt {

    /** Run this program; it passes if it comes to its end. */
    record Program(String source) implements Attempt {
        /** Rejects null. */
        public Program {
            Objects.requireNonNull(source);
        }
    }

    /** Call this function without arguments; it passes if it returns exactly that value. */
    record Call(String function, String source, PythonValue expected) implements Attempt {
        /** Rejects nulls. */
        public Call {
            Objects.requireNonNull(function);
            Objects.requireNonNull(source);
            Objects.requireNonNull(expected);
        }
    }

    /** Nothing is run: the sample itself tells. */
    record Decided(EvaluationResult.Kind kind, String reason) implements Attempt {
        /** Rejects nulls. */
        public Decided {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(reason);
        }
    }
}
