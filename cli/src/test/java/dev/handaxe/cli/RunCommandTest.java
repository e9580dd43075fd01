package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--trace loud                    | --trace: 'loud' is none of off, calls, lines",
                "--image fast                    | --image: 'fast' is none of startup, jit, auto",
                "--image jit                     | policy untrusted: /image: must be startup in a",
                "--args [1]                      | --args needs --call NAME",
                "--args-file a.json              | --args needs --call NAME",
                "--call f --args 1 --args-file a | exclude each other",
                "--policy nope                   | neither a preset (untrusted, evaluation, session) nor",
                "--policy no/such.json           | no/such.json",
                "--call 1f                       | cannot name a function"
            })
    void misusedOptionsSayWhatWouldBeRight(String options, String message) throws IOException {
        CommandRun run = run("def f(): pass\n", options.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"n\": 5     | --args",
                "5             | a JSON object of named arguments such as {\"n\": 5}",
                "\"n\"         | a JSON object of named arguments such as {\"n\": 5}",
                "null          | a JSON array of positional ones such as [5]",
                "{\"$dict\": [[1, 2]]} | a JSON object of named arguments"
            })
    void malformedArgumentsSayWhereAndWhatWouldBeRight(String arguments, String message)
            throws IOException {
        CommandRun run = run("def f(): pass\n", "--call", "f", "--args", arguments);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("handaxe: --args: ").contains(message);
    }

    @Test
    void argumentsFileIsNamedInItsFaults() throws IOException {
        Path arguments = Files.writeString(folder.resolve("args.json"), "[1, 2");

        CommandRun run = run("def f(): pass\n", "--call", "f", "--args-file", "" + arguments);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("handaxe: " + arguments + ": ");
    }

    @Test
    void policyWithErrorsListsThemAll() throws IOException {
        Path policy =
                Files.writeString(
                        folder.resolve("p.json"),
                        "{\"limits\": {\"cpu_ms\": -1, \"cpus\": 2}, \"colour\": \"red\"}");

        CommandRun run = run("x = 1\n", "--policy", "" + policy);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("/limits/cpu_ms"))
                .anySatisfy(line -> assertThat(line).contains("/limits/cpus"))
                .anySatisfy(line -> assertThat(line).contains("/colour"));
    }

    @Test
    void sourceThatIsNoUtf8IsAMalformedFile() throws IOException {
        Path file = Files.write(folder.resolve("latin.py"), new byte[] {'#', (byte) 0xe4, '\n'});

        CommandRun run = CommandRun.of("run", "" + file);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("handaxe: " + file + ": is not UTF-8 text\n");
    }

    @Test
    void aFolderIsNoSourceFile() {
        CommandRun run = CommandRun.of("run", "" + folder);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("is a folder");
    }

    @Test
    void stdinCannotBeReadTwice() {
        CommandRun run =
                CommandRun.with(Map.of(), "x = 1", "run", "-", "--call", "f", "--args-file", "-");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("stdin cannot be both");
    }

    private CommandRun run(String source, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("x.py"), source);
        String[] arguments = new String[options.length + 2];
        arguments[0] = "run";
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandRun.of(arguments);
    }
}
