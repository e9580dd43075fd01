package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the shell gets from the command: help with examples, completion, the manual page. */
class HelpTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir private Path folder;

    @Test
    void everyCommandHasExamplesThatItTakes() {
        List<String> commands = leaves(commandLine()).map(HelpTest::name).toList();
        assertThat(commands).hasSizeGreaterThan(25);
        assertThat(commands).allSatisfy(name -> assertThat(Examples.of(name)).isNotEmpty());
        for (String example : Examples.all()) {
            String call =
                    example.replaceFirst("  # .*", "")
                            .replaceFirst("^[A-Z_]+=\\S* ", "")
                            .replaceFirst(" [>|] .*", "");
            commandLine().parseArgs(words(call).skip(1).toArray(String[]::new));
        }
    }

    @Test
    void helpBeginsWithExamples() {
        CommandRun run = CommandRun.of("run", "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("Examples:\n  handaxe run script.py  # a program\n")
                .contains("\n\nUsage: handaxe run ");
        assertThat(CommandRun.of("functions", "diff", "-h").out())
                .startsWith("Examples:\n  handaxe functions diff STORE  # what changed");
        assertThat(CommandRun.of("-h").out()).startsWith("Usage: handaxe ");
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        CommandRun run = CommandRun.of("completion");
        assertThat(run.exitCode()).isZero();
        Path script = Files.writeString(folder.resolve("handaxe.bash"), run.out());

        assertThat(completed(script, "handaxe", "ser")).contains("serve");
        assertThat(completed(script, "handaxe", "run", "--tr")).contains("--trace");
        assertThat(completed(script, "handaxe", "functions", "")).contains("diff", "export");
    }

    @Test
    void theManualHasEveryCommandAndNothingThatManStumblesOver() throws Exception {
        CommandRun run = CommandRun.of("manual");
        assertThat(run.exitCode()).isZero();
        assertThat(leaves(commandLine()).map(HelpTest::name))
                .allSatisfy(name -> assertThat(run.out()).contains("\n.SS " + name));
        assertThat(run.out())
                .startsWith(".TH HANDAXE 1 ")
                .contains("\n.SH EXIT STATUS\nExit codes: 0 done,");
        assertThat(run.out().lines().filter(line -> line.matches("[.'].*")))
                .allMatch(line -> line.matches("\\.(TH|SH|SS) .+|\\.(TP|PP|nf|fi)"));
    }

    private static CommandLine commandLine() {
        return Handaxe.commandLine(
                new Terminal(
                        new Terminal.Streams(System.in, System.out, System.err),
                        false,
                        false,
                        Map.of()),
                true);
    }

    private static Stream<CommandLine> leaves(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line)
                : line.getSubcommands().values().stream().flatMap(HelpTest::leaves);
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName();
    }

    private static Stream<String> words(String call) {
        Matcher words = WORD.matcher(call);
        List<String> all = new ArrayList<>();
        while (words.find()) {
            all.add(words.group(1) == null ? words.group(2) : words.group(1));
        }
        return all.stream();
    }

    private static List<String> completed(Path script, String... words)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "bash",
                                "-c",
                                "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1));"
                                        + " COMP_LINE=\"$*\"; COMP_POINT=${#COMP_LINE};"
                                        + " _complete_handaxe; printf '%s\\n' \"${COMPREPLY[@]}\"",
                                "bash",
                                script.toString()));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = bash.inputReader().readAllLines();
        assertThat(bash.waitFor()).as("%s", said).isZero();
        return said;
    }
}
