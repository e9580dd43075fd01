package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HandaxeTest {

    @Test
    void unknownOptionIsAUsageErrorInOneLineOnStderr() {
        CommandRun run = CommandRun.of("run", "--bogus", "x.py");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("handaxe: Unknown option: '--bogus'\nsee: handaxe run -h\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--json",
                "--json nonsense",
                "nonsense --json",
                "run --json",
                "run --json --bogus x.py",
                "run x.py --json --progress=loud",
                "run no-such-file.py --json",
                "run x.py --policy nope --json",
                "--json policy",
                "policy show nope --json",
                "functions --json",
                "functions list no-such-folder --json"
            })
    void faultsPrintExactlyOneJsonObjectWithCodeAndMessage(String arguments) {
        CommandRun run = CommandRun.of(arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).startsWith("{\"error\":{\"code\":\"").contains("\"message\":\"");
        assertThat(run.err()).startsWith("handaxe: ");
    }

    @Test
    void jsonAfterTheOperandMarkerIsAnOperand() {
        CommandRun run = CommandRun.of("run", "--", "--json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("handaxe: --json: there is no such file\n");
    }

    @Test
    void commonOptionsHoldBeforeAndAfterTheCommand() {
        String expected = CommandRun.of("policy", "list", "--json").out();

        assertThat(expected).startsWith("{\"policies\":[{\"name\":\"untrusted\"");
        assertThat(CommandRun.of("--json", "policy", "list").out()).isEqualTo(expected);
        assertThat(CommandRun.of("policy", "--json", "list").out()).isEqualTo(expected);
    }

    @Test
    void helpAndVersionAreData() {
        assertThat(CommandRun.of("--help").out()).contains("Usage: handaxe").contains("run");
        assertThat(CommandRun.of("run", "-h").out()).contains("--args-file");
        assertThat(CommandRun.of("--version").out()).startsWith("handaxe ");
        assertThat(CommandRun.of("--version", "--json").out()).startsWith("{\"version\":\"");
        assertThat(CommandRun.of("--help", "--json").out().lines()).hasSize(1);
        assertThat(List.of(CommandRun.of("--help"), CommandRun.of("policy", "list", "--version")))
                .allSatisfy(run -> assertThat(run.exitCode()).isZero())
                .allSatisfy(run -> assertThat(run.err()).isEmpty());
    }

    @Test
    void stackTracesAppearOnlyWithDebug() {
        assertThat(CommandRun.of("run", "no-such-file.py").err()).doesNotContain("\tat ");
        assertThat(CommandRun.of("run", "no-such-file.py", "--debug").err())
                .contains("HandaxeException")
                .contains("\tat ");
    }

    @Test
    void anOptionGivenTwiceIsAUsageError() {
        assertThat(CommandRun.of("run", "x.py", "--policy", "a", "--policy", "b").exitCode())
                .isEqualTo(2);
    }

    @Test
    void helpNamesEveryExitCode() {
        String help = CommandRun.of("--help").out().replaceAll("\\s+", " ");

        for (ExitCode code : ExitCode.values()) {
            assertThat(help).containsPattern("[ ,]" + code.number() + " ");
        }
    }

    @Test
    void aCommandThatIsAskedForIsTheSameAloneAsAmongAll() {
        Terminal terminal = Terminal.ofProcess();
        Map<String, CommandLine> all = Handaxe.commandLine(terminal, true).getSubcommands();

        assertThat(all).hasSizeGreaterThan(10);
        all.forEach(
                (name, command) -> {
                    Map<String, CommandLine> alone =
                            Handaxe.commandLine(terminal, true, Optional.of(name)).getSubcommands();
                    assertThat(alone).containsOnlyKeys(name);
                    assertThat(alone.getOrDefault(name, command).getUsageMessage())
                            .isEqualTo(command.getUsageMessage());
                });
        assertThat(
                        Handaxe.commandLine(terminal, true, Optional.of("no-such"))
                                .getSubcommands()
                                .keySet())
                .isEqualTo(all.keySet());
    }
}
