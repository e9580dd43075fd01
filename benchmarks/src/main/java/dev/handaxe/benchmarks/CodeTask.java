package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.data.PlusTask;
import dev.handaxe.benchmarks.python.PythonLiteral;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Map;
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
    default Attempt attemptReference(Grading asked) {
        return attempt(reference().orElse(""), asked);
    }

    /** What to do with a sample for this task. */
    Attempt attempt(String completion, Grading asked);

    /**
     * What to do with a whole program, which needs no prompt before it.
     *
     * @throws UnsupportedOperationException if the task is no program's to solve
     */
    default Attempt attemptProgram(String program, Grading asked) {
        throw new UnsupportedOperationException(id() + " is not solved by a program");
    }

    /** How samples are graded when that is asked for. */
    Grading way(Grading asked);

    /** Limits that the task's samples have instead of those of the policy. */
    default Map<LimitName, Long> limits() {
        return Map.of();
    }

    /** HumanEval: what follows the prompt, then the tests, then their call. */
    record HumanEval(
            String id, String prompt, TestCode test, Optional<String> reference, TaskTests tests)
            implements CodeTask {

        /**
         * HumanEval's tests.
         *
         * @param source defines {@code check}
         */
        record TestCode(String entryPoint, String source) {}

        /** Reads the tests. */
        HumanEval(String id, String prompt, TestCode test, Optional<String> reference) {
            this(
                    id,
                    prompt,
                    test,
                    reference,
                    TaskTests.check(
                            prompt + reference.orElse("    pass\n"),
                            test.source(),
                            test.entryPoint()));
        }

        @Override
        public Attempt attempt(String completion, Grading asked) {
            return attemptProgram(prompt + completion, asked);
        }

        @Override
        public Attempt attemptProgram(String program, Grading asked) {
            return tests.attempt(
                    asked,
                    program,
                    program + "\n" + test.source() + "\ncheck(" + test.entryPoint() + ")");
        }

        @Override
        public Grading way(Grading asked) {
            return tests.way(asked);
        }
    }

    /**
     * MBPP: a whole program, then what its tests need, then its tests.
     *
     * @param setup imports and set-up code, which may use the program's own classes
     */
    record Mbpp(String id, Optional<String> reference, String setup, String source, TaskTests tests)
            implements CodeTask {

        /** Reads the tests. */
        Mbpp(String id, Optional<String> reference, List<String> setup, List<String> tests) {
            this(
                    id,
                    reference,
                    String.join("\n", setup),
                    String.join("\n", tests),
                    TaskTests.statements(
                            String.join("\n", setup),
                            String.join("\n", tests),
                            Optional.empty(),
                            reference));
        }

        @Override
        public Attempt attempt(String completion, Grading asked) {
            return attemptProgram(completion, asked);
        }

        @Override
        public Attempt attemptProgram(String program, Grading asked) {
            String before = setup.isEmpty() ? program : program + "\n" + setup;
            return tests.attempt(asked, program, before + "\n" + source);
        }

        @Override
        public Grading way(Grading asked) {
            return tests.way(asked);
        }
    }

    /**
     * A task of one's own. With an entry point the sample is what follows the prompt, as for
     * HumanEval; without, it is a whole program, as for MBPP.
     *
     * @param limits that its samples have instead of those of the policy
     */
    record Own(
            String id,
            Code code,
            Optional<String> reference,
            TaskTests tests,
            Map<LimitName, Long> limits)
            implements CodeTask {

        /**
         * What stands around a sample.
         *
         * @param start what comes before it; empty where that is a whole program
         * @param tests code that raises where the sample is wrong
         */
        record Code(String start, String tests) {}

        /** Copies. */
        public Own {
            limits = Map.copyOf(limits);
        }

        @Override
        public Attempt attempt(String completion, Grading asked) {
            String solution = code.start() + completion;
            return tests.attempt(asked, solution, solution + "\n" + code.tests());
        }

        @Override
        public Grading way(Grading asked) {
            return tests.way(asked);
        }
    }

    /** HumanEval+: what follows the prompt, called with inputs of its own. */
    record HumanEvalPlus(PlusTask task) implements CodeTask {
        @Override
        public String id() {
            return task.id();
        }

        @Override
        public Optional<String> reference() {
            return Optional.of(task.code().reference());
        }

        @Override
        public Attempt attempt(String completion, Grading asked) {
            return new Attempt.Compared(newlines(task.code().prompt() + completion), task);
        }

        @Override
        public Grading way(Grading asked) {
            return Grading.OUTSIDE;
        }
    }

    /**
     * CRUXEval, output prediction: which value {@code f(input)} has. The reference is checked by
     * running {@code f}. A prediction is compared with the data set's value; a literal without
     * running anything, another expression by its value in a guest. A prediction that repeats the
     * call is skipped, as in CRUXEval's own harness.
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
        public Attempt attemptReference(Grading asked) {
            String source = "%s\n\ndef %s():\n    return f(%s)\n".formatted(code, WRAPPER, input);
            return new Attempt.Call(WRAPPER, newlines(source), expected);
        }

        @Override
        public Grading way(Grading asked) {
            return Grading.OUTSIDE;
        }

        @Override
        public Attempt attempt(String completion, Grading asked) {
            if (completion.contains("f(" + input + ")")) {
                return new Attempt.Skipped("skipped: it repeats the call");
            }
            PythonValue predicted;
            try {
                predicted = PythonLiteral.parse(completion);
            } catch (PythonLiteral.Malformed e) {
                return CruxPrediction.expression(code, completion, expected);
            }
            return CruxPrediction.problem(predicted, expected)
                    .map(wrong -> new Attempt.Decided(wrong.kind(), wrong.reason()))
                    .orElseGet(() -> new Attempt.Decided(Kind.PASSED, ""));
        }
    }

    /**
     * CRUXEval, input prediction: a call of {@code f} that has the data set's output. It is run,
     * and its value compared outside. A prediction without a call is skipped, as in CRUXEval's own
     * harness.
     *
     * @param input the text between the parentheses of the data set's own call
     */
    record CruxEvalInput(String id, String code, String input, PythonValue expected)
            implements CodeTask {
        @Override
        public Optional<String> reference() {
            return Optional.of("f(" + input + ")");
        }

        @Override
        public Grading way(Grading asked) {
            return Grading.OUTSIDE;
        }

        @Override
        public Attempt attempt(String completion, Grading asked) {
            return completion.contains("f(")
                    ? CruxPrediction.expression(code, completion, expected)
                    : new Attempt.Skipped("skipped: it does not call f");
        }
    }

    /** Python takes every line end for one; what is read here is put together by lines. */
    static String newlines(String source) {
        return source.replace("\r\n", "\n").replace('\r', '\n');
    }
}
