package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentCommandTest {
    @TempDir private Path folder;
    private Path math;

    @BeforeEach
    void writeTasks() throws IOException {
        math = ExperimentModel.math(folder);
    }

    private CommandRun run(String options) {
        return CommandRun.of(
                ("experiment paper --out OUT " + options)
                        .strip()
                        .replace("MATH", math.toString())
                        .replace("OUT", folder.resolve("out").toString())
                        .split(" +"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "--math MATH                                  | --model is missing",
                "--model openai:m                             | say where the data is",
                "--model openai:m --math nowhere              | nowhere",
                "--model openai:m --math MATH --subjects art  | --subjects: 'art' is none of"
                        + " algebra, counting_and_probability, geometry, intermediate_algebra,"
                        + " number_theory, prealgebra, precalculus, tabmwp",
                "--model openai:m --math MATH --subjects tabmwp | tabmwp needs --tabmwp PATH",
                "--model openai:m --math MATH --subjects geometry --train 1 --test 1 | has no"
                        + " subject 'geometry'; there are algebra, number_theory",
                "--model openai:m --math MATH --subjects algebra | 80 test tasks were asked for",
                "--model openai:m --math MATH --agents guess  | --agents: 'guess' is none of"
                        + " function-calling, react",
                "--model openai:m --math MATH --variants bold | --variants: 'bold' is none of"
                        + " paper, no-rollback, whole-set",
                "--model openai:m --math MATH --seeds 2-1     | --seeds: '2-1' is neither a number",
                "--model openai:m --math MATH --seeds 1-999   | at most 100 seeds",
                "--model openai:m --math MATH --train 0       | --train is 0, allowed is 1",
                "--model openai:m --math MATH --subjects algebra --train 1 --test 1 --epochs 2000"
                        + " | epochs is 2000",
            })
    void misusedOptionsSayWhatWouldBeRight(String options, String message) {
        CommandRun run = run(options);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void anExperimentHasAName() {
        CommandRun run = CommandRun.of("experiment");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("name one of: experiment paper");
    }

    /**
     * A cell: 2 * 11 + 2 * 3 rollouts of two calls, and 30 edits; 48 calls more to test at most.
     */
    @Test
    void theForecastCountsEveryRunAndAsksNothing() {
        String options =
                "--model openai:m --math MATH --subjects algebra,number_theory --train 2 --test 3"
                        + " --seeds 1-2 ";
        CommandRun plain = run(options + "--forecast");
        CommandRun all = run(options + "--transfer --curves --dry-run --json");

        assertThat(plain.exitCode()).as(plain.err()).isZero();
        assertThat(plain.out())
                .startsWith("trainings: 8 runs, at most 2512 model calls; about 688 model calls, ")
                .hasLineCount(1);
        assertThat(all.out())
                .contains("\"trainings\":{\"runs\":8,\"calls_at_most\":2512,")
                .contains("\"transfers\":{\"runs\":8,\"calls_at_most\":192,")
                .contains("\"points_of_learning_curves\":{\"runs\":72,\"calls_at_most\":1728,")
                .contains("\"left\":{\"runs\":88,\"calls_at_most\":4432,");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void moneyAndABudgetThatNoPriceCountsAreSaidBefore() throws IOException {
        String options = "--model openai:m --math MATH --subjects algebra --train 2 --test 3";
        Path prices =
                Files.writeString(
                        folder.resolve("prices.json"),
                        "{\"currency\": \"EUR\", \"models\": {\"openai:m\": {\"input\": 1, \"output\":"
                                + " 1}}}");

        assertThat(run(options + " --budget-money 1 --forecast").err())
                .contains("--budget-money needs --prices FILE");
        assertThat(run(options + " --forecast --prices " + prices).out()).contains(" EUR");
    }

    @Test
    void withoutAKeyNothingIsBegun() {
        CommandRun run =
                run("--model openai:m --math MATH --subjects algebra --train 2 --test 3 --seeds 1");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("OPENAI_API_KEY is not set");
        assertThat(run.out()).contains("0 of 2 trainings finished");
        assertThat(folder.resolve("out/runs")).doesNotExist();
    }
}
