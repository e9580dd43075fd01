package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Programs of agents and their hidden tests, in real workers. */
final class CodeGraderIT {
    private static final CodeQuestion QUESTION =
            CodeQuestion.ofHumanEval(
                    new CodeTask.HumanEval(
                            "T/0",
                            "def f(x):\n    \"\"\"Twice x.\"\"\"\n",
                            new CodeTask.HumanEval.TestCode(
                                    "f",
                                    "def check(candidate):\n"
                                            + "    assert all(map(lambda n: candidate(n) == 2 * n,"
                                            + " (91, 92)))\n"),
                            Optional.of("    return x + x\n")));

    @Test
    void guestsOfTestsThatAreNoPlainAssertionsAreMetered() {
        List<Outcome> metered = Collections.synchronizedList(new ArrayList<>());
        SandboxOptions options = Evaluation.prepared(SandboxOptions.defaults().withWorkers(1));
        try (Sandbox sandbox = Sandbox.open(options)) {
            Grader grader =
                    new CodeGrader(Map.of("T/0", QUESTION))
                            .in(sandbox)
                            .with(
                                    sandbox::call,
                                    runner ->
                                            (functions, invocation, policy) -> {
                                                Outcome outcome =
                                                        runner.call(functions, invocation, policy);
                                                metered.add(outcome);
                                                return outcome;
                                            });

            Verdict right =
                    grader.grade(QUESTION.asked(), "```python\ndef f(x):\n    return x + x\n```");

            assertThat(right).isEqualTo(Verdict.right("passed all tests"));
            assertThat(metered)
                    .singleElement()
                    .satisfies(tests -> assertThat(tests.report().metrics().wall()).isPositive());
            Verdict wrong =
                    grader.grade(QUESTION.asked(), "```python\ndef f(x):\n    return x\n```");
            assertThat(wrong.score()).isZero();
            assertThat(metered).hasSize(2);
        }
    }
}
