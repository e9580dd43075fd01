package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "humaneval                              | --data is missing",
                "humanevalplus --data d --grading guest | whose answers are values",
                "gsm8k --data d                         | 'gsm8k' is no data set to evaluate",
                "humaneval --data d --resume            | --resume needs --out FILE",
                "humaneval --data d --resume --out o --passes 2 | exclude each other",
                "humaneval --data d --engine spark      | --engine spark needs --out DIR",
                "humaneval --data d --engine spark --out o --passes 2 | --passes does not go with --engine spark",
                "humaneval --data d --engine spark --out o | needs Apache Spark 4.2: set SPARK_HOME",
                "humaneval --data d --engine gpu        | none of local, spark",
                "humaneval --data d --master m          | --master needs --engine spark",
                "humaneval --data d --isolation none    | none of context, restored, process, session",
                "humaneval --data d --image fast         | --image: 'fast' is none of startup, jit, auto",
                "humaneval --data d --image jit --policy untrusted | /image: must be startup",
                "cruxeval --data d --grading guest      | --grading guest does not go with cruxeval",
                "humaneval --data d --grading mine      | none of outside, guest, together",
                "humanevalplus --data d --grading together | does not go with humanevalplus",
                "humaneval --data d --k 1,x             | '--k'",
                "humaneval --data d --workers 0         | workers is 0, allowed is 1 to 256",
                "humaneval --data d --policy nope       | neither a preset"
            })
    void misusedOptionsSayWhatWouldBeRight(String options, String message) {
        CommandRun run = CommandRun.of(("evaluate " + options.strip()).split(" "));

        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void datasetsAreListedForPeopleAndPrograms() {
        assertThat(CommandRun.of("datasets").out())
                .contains("humaneval (evaluate, train)")
                .contains("humanevalplus (evaluate)")
                .contains("licence: MIT");
        assertThat(CommandRun.of("evaluate", "nothing", "--data", "d").err())
                .contains("there are humaneval, humanevalplus, mbpp, mbpp-sanitized, cruxeval,");
        assertThat(CommandRun.of("datasets", "--json").out())
                .startsWith(
                        "{\"datasets\":[{\"name\":\"humaneval\",\"uses\":[\"evaluate\",\"train\"],");
    }
}
