package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.python.PythonLiteral;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task whose solution is code, or says something about code.
 *
 * <p>Immutable.
 */
sealed interface CodeTask {

    /** Its name in the data set, and in samples. */
    String id();

    /** What the data set itself gives as the solution, if it does. */
    Optional<String> reference();

    /** What to do with the reference solution. */
    default Attempt attemptReference() {
        return attempt(reference().orElse(""));
    }

    /** What to do with a sample for this task. */
    Attempt attempt(String completion);

    /** HumanEval: what follows the prompt, then the tests, then their call. */
    record HumanEval(
            String id, String prompt, String entryPoint, String test, Optional<String> reference)
            implements CodeTask {

        @Override
        public Attempt attempt(String completion) {
            return new Attempt.Program(
                    newlines(prompt + completion + "\n" + test + "\ncheck(" + entryPoint + ")"));
        }
    }

    /**
     * MBPP: a whole program, then what its tests need, then its tests.
     *
     * @param setup imports and set-up code, which may use the program's own classes
     */
    record Mbpp(String id, Optional<String> reference, List<String> setup, List<String> tests)
            implements CodeTask {
        /** Copies. */
        public Mbpp {
            setup = List.copyOf(setup);
            tests = List.copyOf(tests);
        }

        @Override
        public Attempt attempt(String completion) {
            List<String> parts = new ArrayList<>();
            parts.add(completion);
            parts.addAll(setup);
            parts.addAll(tests);
            return new Attempt.Program(newlines(String.join("\n", parts)));
        }
    }

    /**
     * A task of one's own. With an entry point the sample is what follows the prompt, as for
     * HumanEval; without, it is a whole program, as for MBPP.
     *
     * @param start what comes before a sample; empty where that is a whole program
     * @param tests code that raises where the sample is wrong
     */
    record Own(String id, String start, List<String> tests, Optional<String> reference)
            implements CodeTask {
        /** Copies. */
        public Own {
            tests = List.copyOf(tests);
        }

        @Override
        public Attempt attempt(String completion) {
            return new Attempt.Program(
                    newlines(start + completion + "\n" + String.join("\n", tests)));
        }
    }

    /**
     * CRUXEval, output prediction: which value {@code f(input)} has. The reference is checked by
     * running {@code f}; a prediction is compared with the data set's value, and nothing is run.
     * Both happen outside the guest.
     *
     * @param input the text between the parentheses of the call
     */
    record CruxEval(String id, String code, String input, String output, PythonValue expected)
            implements CodeTask {
        private static final String WRAPPER = "handaxe_output";

        @Override
        public Optional<String> reference() {
            return Optional.of(output);
        }

        @Override
        public Attempt attemptReference() {
            String source = "%s\n\ndef %s():\n    return f(%s)\n".formatted(code, WRAPPER, input);
            return new Attempt.Call(WRAPPER, newlines(source), expected);
        }

        @Override
        public Attempt attempt(String completion) {
            PythonValue predicted;
            try {
                predicted = PythonLiteral.parse(completion);
            } catch (PythonLiteral.Malformed e) {
                return new Attempt.Decided(
                        Kind.REJECTED, "the sample is no Python literal: " + e.getMessage());
            }
            return predicted.equals(expected)
                    ? new Attempt.Decided(Kind.PASSED, "")
                    : new Attempt.Decided(
                            Kind.FAILED,
                            "predicted %s, it is %s"
                                    .formatted(
                                            OutcomeFormat.printable(completion.strip(), 200),
                                            OutcomeFormat.printable(output, 200)));
        }
    }

    private static String newlines(String source) {
        return source.replace("\r\n", "\n").replace('\r', '\n');
    }
}
