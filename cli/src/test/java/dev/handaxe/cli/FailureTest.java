package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.PolicyException;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {

    @ParameterizedTest
    @CsvSource({
        "INVALID_INPUT, 2, invalid_input",
        "REPLAY_MISMATCH, 2, replay_mismatch",
        "PROVIDER, 4, provider",
        "WORKER_HOME, 5, worker_home",
        "WORKER_START, 5, worker_start",
        "CONFINEMENT, 5, confinement",
        "NO_JDK, 5, no_jdk",
        "IO, 5, io",
        "CLOSED, 70, closed",
        "INTERRUPTED, 130, interrupted"
    })
    void hostFaultsEndWithTheCodeOfTheContract(Code code, int exitCode, String word) {
        Failure failure = Failure.of(new HandaxeException(code, "what happened"));

        assertThat(failure.exit().number()).isEqualTo(exitCode);
        assertThat(failure.json())
                .isEqualTo("{\"error\":{\"code\":\"" + word + "\",\"message\":\"what happened\"}}");
    }

    @Test
    void allProblemsOfAPolicyAreListed() {
        Failure failure = Failure.of(new PolicyException(List.of("first", "second")));

        assertThat(failure.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(failure.lines()).containsExactly("first", "second");
        assertThat(failure.json())
                .isEqualTo(
                        "{\"error\":{\"code\":\"policy\",\"message\":\"first; second\","
                                + "\"problems\":[\"first\",\"second\"]}}");
    }

    @Test
    void anythingElseIsABugInHandaxe() {
        Failure failure = Failure.of(new IllegalStateException("oops"));

        assertThat(failure.exit()).isEqualTo(ExitCode.BUG);
        assertThat(failure.lines().getFirst()).contains("oops").contains("--debug");
    }

    @Test
    void escapeSequencesInMessagesDoNotReachTheTerminal() {
        Failure failure =
                Failure.of(new HandaxeException(Code.INVALID_INPUT, "file \u001b[2J\u009b.py"));

        assertThat(failure.lines().getFirst()).doesNotContain("\u001b").doesNotContain("\u009b");
        assertThat(failure.json()).matches("[\\x20-\\x7e]+");
    }
}
