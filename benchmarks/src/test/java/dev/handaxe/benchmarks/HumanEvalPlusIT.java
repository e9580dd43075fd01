package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HumanEval+ in real workers: expected values are what the reference solution returns. */
final class HumanEvalPlusIT {
    private static final String TASKS =
            """
            {"task_id": "P/0", "prompt": "def mean(xs):\\r\\n", "entry_point": "mean", \
            "canonical_solution": "    return sum(xs) / len(xs)\\r\\n", "contract": "", \
            "base_input": [[[1, 2]], [[0.1, 0.2]]], "plus_input": [[[0.1, 0.2, 0.3]], [[1e308, -1e308]]], "atol": 0}
            {"task_id": "P/1", "prompt": "def find_zero(xs):\\n", "entry_point": "find_zero", \
            "canonical_solution": "    return -xs[0] / xs[1]\\n", "contract": "", \
            "base_input": [[[1, 2]]], "plus_input": [[[-6, 3]]], "atol": 0.0001}
            {"task_id": "P/2", "prompt": "def first(xs):\\n", "entry_point": "first", \
            "canonical_solution": "    return xs.pop(0)\\n", "contract": "", \
            "base_input": [[["\\ud83d\\ude80", "\\ud83d"]]], "plus_input": [[[123456789012345678901234567890]], [[null]]], "atol": 0}
            """;

    private static Sandbox sandbox;

    @TempDir Path folder;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(Evaluation.prepared(SandboxOptions.defaults().withWorkers(2)));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private EvaluationOptions.Builder options() throws IOException {
        return EvaluationOptions.builder(
                        "humanevalplus",
                        TestFiles.write(folder.resolve("HumanEvalPlus.jsonl"), TASKS))
                .workers(2);
    }

    private EvaluationResult samples(String... idsAndCompletions) throws IOException {
        Path file = TestFiles.samples(folder.resolve("samples.jsonl"), idsAndCompletions);
        return Evaluation.run(
                options().samples(file).allowPartial().build(), sandbox, Progress.NONE);
    }

    @Test
    void referencesPassAgainstThemselves() throws IOException {
        EvaluationResult result = Evaluation.run(options().build(), sandbox, Progress.NONE);
        assertThat(result.failures().shown()).isEmpty();
        assertThat(result.counts().passed()).isEqualTo(3);
    }

    @Test
    void samplesAreComparedByEvalPlussRule() throws IOException {
        EvaluationResult result =
                samples(
                        "P/0",
                        "    import math\n    return math.fsum(xs) / len(xs)\n",
                        "P/0",
                        "    return sum(xs) / len(xs) + 1e-3\n",
                        "P/0",
                        "    return sum(xs) / 2\n",
                        "P/1",
                        "    return -xs[0] / xs[1] + 1e-6\n",
                        "P/1",
                        "    return 0\n",
                        "P/2",
                        "    return xs[0]\n",
                        "P/2",
                        "    return str(xs[0])\n",
                        "P/2",
                        "    raise SystemExit(0)\n",
                        "P/2",
                        "    class Same:\n        __eq__ = lambda a, b: True\n    return Same()\n");
        assertThat(result.failures().shown())
                .extracting(failure -> failure.sample() + " " + failure.kind().key())
                .containsExactly(
                        "2 failed", "3 failed", "5 failed", "7 failed", "8 failed", "9 failed");
        List<String> reasons =
                result.failures().shown().stream().map(EvaluationResult.Failure::reason).toList();
        assertThat(reasons.get(0)).startsWith("base input 1: returned 1.501, the reference 1.5");
        assertThat(reasons.get(1)).startsWith("plus input 1: returned ");
        assertThat(reasons.get(3)).startsWith("plus input 1: returned ");
    }
}
