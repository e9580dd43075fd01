package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "--model openai:m              | 2 | DATASET is missing",
                "gsm8k                         | 2 | --model is missing",
                "humaneval --model openai:m    | 2 | 'humaneval' does not ship with Handaxe: say where",
                "mbpp --model openai:m --data none | 2 | there is no file or folder",
                "humanevalplus --model openai:m --data none | 2 | is no data set to train on",
                "nonsense --model openai:m     | 2 | 'nonsense' is no data set to train on",
                "gsm8k --model openai:m        | 2 | say where its data is",
                "gsm8k --model gpt             | 2 | names no model",
                "gsm8k --model anthropic:m     | 2 | --model anthropic: is not available yet",
                "gsm8k --model openai:m --optimizer-model gemini:m | 2 | is not available yet",
                "gsm8k --model replay:none     | 2 | none",
                "demo --model openai:m --agent x           | 2 | none of function-calling, react",
                "demo --model openai:m --controls maybe    | 2 | none of on, off",
                "demo --model openai:m --credit much       | 2 | none of full, free",
                "demo --model openai:m --search luck       | 2 | none of hill-climb, pareto",
                "demo --model openai:m --crossover-every -1 | 2 | crossover-every is -1",
                "gsm8k --model openai:m --master m         | 2 | --master needs --engine spark",
                "demo --model openai:m --prices nowhere    | 2 | nowhere: cannot be read",
                "demo --model openai:m --budget-money 1    | 2 | --budget-money needs --prices"
                        + " FILE",
                "demo --model openai:m --budget-money x    | 2 | --budget-money",
                "demo --model openai:m --budget-time soon  | 2 | --budget-time: 'soon' is no"
                        + " duration",
                "demo --model openai:m --max-output-tokens 0 | 2 | max-output-tokens is 0",
                "demo --model openai:m --accept luck       | 2 | none of paper, validation",
                "demo --model openai:m --max-tools 0       | 2 | max-tools is 0, allowed is 1 to"
                        + " 128",
                "demo --model openai:m --epochs -1         | 2 | epochs is -1",
                "demo --model openai:m --evidence-tokens 9 | 2 | evidence-tokens is 9, allowed is 500",
                "demo --model openai:m --subsets 5         | 2 | subsets is 5, allowed is 1 to 4",
                "demo --model openai:m --request-timeout x | 2 | --request-timeout: 'x'",
                "demo --model openai:m --base-url nowhere  | 2 | --base-url: an http or https",
                "demo --model openai:m                     | 4 | OPENAI_API_KEY is not set",
                "--resume nowhere                          | 2 | nowhere is not the folder of a",
                "demo --resume nowhere --out o             | 2 | exclude each other"
            })
    void misusedOptionsSayWhatWouldBeRight(String options, int exitCode, String message) {
        String arguments = "train " + options.strip();
        if (!arguments.contains("--resume")) {
            arguments += " --out " + folder.resolve("run");
        }

        CommandRun run = CommandRun.of(arguments.split(" "));

        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aDryRunOfTheDemoCountsItsTasks() {
        CommandRun run =
                CommandRun.of("train", "demo", "--model", "openai:m", "--dry-run", "--epochs", "1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("demo: 12 training, 12 validation and 12 test tasks\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "numbers --train 20 --validation 10 --test 10 | numbers: 20 training, 10 validation and 10 test",
                "tables                       | tables: 30 training, 15 validation and 15 test tasks",
                "calendar --test 80 --seed 4  | calendar: 30 training, 15 validation and 80 test tasks"
            })
    void domainsMakeAsManyTasksAsAreAskedFor(String arguments, String tasks) {
        CommandRun run =
                CommandRun.of(("train " + arguments + " --model openai:m --dry-run").split(" "));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith(tasks);
    }

    @Test
    void domainsTakeNoDataAndHaveNoSubjects() {
        CommandRun data = CommandRun.of("train", "tables", "--model=openai:m", "--data=x");
        CommandRun subject = CommandRun.of("train", "tables", "--model=openai:m", "--subject=x");
        CommandRun many = CommandRun.of("train", "tables", "--model=openai:m", "--test=10000");

        assertThat(List.of(data, subject, many)).extracting(CommandRun::exitCode).containsOnly(2);
        assertThat(data.err()).contains("'tables' ships with Handaxe and takes no data");
        assertThat(subject.err()).contains("'tables' has no subjects");
        assertThat(many.err()).contains("10045 tasks of tables were asked for");
    }

    @Test
    void aBudgetOfMoneyNeedsThePricesOfItsModels() throws IOException {
        Path prices =
                Files.writeString(
                        folder.resolve("prices.json"),
                        "{\"currency\": \"USD\", \"models\": {\"openai:m\": {\"input\": 1,"
                                + " \"output\": 2}}}");
        CommandRun known = dryRun("openai:m", prices);
        assertThat(known.exitCode()).as(known.err()).isZero();
        assertThat(known.out())
                .contains("\"cost_at_most\":{\"amount\":0.5,\"currency\":\"USD\"}")
                .contains("\"epochs_affordable\":");

        CommandRun unknown = dryRun("openai:other", prices);

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("--budget-money: " + prices + " has no price for openai:other");
    }

    private static CommandRun dryRun(String model, Path prices) {
        return CommandRun.of(
                "train",
                "demo",
                "--model=" + model,
                "--prices=" + prices,
                "--budget-money=0.50",
                "--dry-run",
                "--json");
    }
}
