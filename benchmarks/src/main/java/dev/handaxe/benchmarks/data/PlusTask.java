package dev.handaxe.benchmarks.data;

import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Objects;

/**
 * A task of HumanEval+. Its expected values are not in the file: they are what the reference
 * solution returns.
 *
 * <p>Immutable.
 *
 * @param code the prompt and the reference solution, which follows it
 * @param inputs what the function is called with
 * @param atol the absolute tolerance to begin with
 */
public record PlusTask(String id, String entryPoint, Code code, Inputs inputs, double atol) {

    /** The source, with newlines alone for line ends. */
    public record Code(String prompt, String reference) {
        /** Normalises line ends. */
        public Code {
            prompt = newlines(prompt);
            reference = newlines(reference);
        }

        private static String newlines(String source) {
            return source.replace("\r\n", "\n").replace('\r', '\n');
        }
    }

    /**
     * Positional arguments of each call.
     *
     * @param base HumanEval's own
     * @param plus those that EvalPlus added
     */
    public record Inputs(List<List<PythonValue>> base, List<List<PythonValue>> plus) {
        /** Copies. */
        public Inputs {
            base = base.stream().map(List::copyOf).toList();
            plus = plus.stream().map(List::copyOf).toList();
        }
    }

    /** Rejects nulls. */
    public PlusTask {
        Objects.requireNonNull(id);
        Objects.requireNonNull(entryPoint);
        Objects.requireNonNull(code);
        Objects.requireNonNull(inputs);
    }
}
