package dev.handaxe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The root command and the one place where faults become messages and exit codes. */
@Command(
        name = "handaxe",
        description =
                "Runs LLM-written Python functions in a sandbox on the JVM, and trains agents by"
                        + " forging those functions.",
        versionProvider = Handaxe.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 1 the guest code raised or was rejected, 2 usage, 3 stopped by a"
                    + " limit or denied, 4 the model provider failed, 5 the host cannot give what"
                    + " was asked, 70 a bug in Handaxe, 130 interrupted."
        })
final class Handaxe extends HandaxeCommand {

    private Handaxe(Session session) {
        super(session);
    }

    /** Runs one command and says what the process is to end with. */
    static int run(Terminal terminal, String... arguments) {
        List<String> words = beforeOperands(arguments);
        boolean json = words.contains("--json");
        boolean noColour = words.contains("--no-color");
        Optional<String> first = words.stream().filter(word -> !word.startsWith("-")).findFirst();
        CommandLine line = commandLine(terminal, noColour, first);
        line.setParameterExceptionHandler((fault, _) -> usage(terminal, json, fault));
        line.setExecutionExceptionHandler(
                (fault, _, _) -> report(terminal, json, words.contains("--debug"), fault));
        line.setExecutionStrategy(parsed -> execute(terminal, json, parsed));
        int exitCode;
        try {
            exitCode = line.execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError fault) {
            exitCode = report(terminal, json, words.contains("--debug"), fault);
        }
        terminal.out().flush();
        terminal.err().flush();
        return exitCode;
    }

    /** With all commands. */
    static CommandLine commandLine(Terminal terminal, boolean noColour) {
        return commandLine(terminal, noColour, Optional.empty());
    }

    /**
     * With the one that is asked for, or with all if there is none of that name: to read the
     * options of all takes longer than the rest of a command's start.
     */
    static CommandLine commandLine(Terminal terminal, boolean noColour, Optional<String> asked) {
        Session session = new Session(terminal, new CommonOptions());
        CommandLine line = new CommandLine(new Handaxe(session));
        line.addMixin("common", session.common());
        Map<String, Supplier<Object>> commands = commands(session);
        Optional<String> one = asked.filter(commands::containsKey);
        commands.forEach(
                (name, command) -> {
                    if (one.isEmpty() || one.get().equals(name)) {
                        line.addSubcommand(command.get());
                    }
                });
        line.setOut(new PrintWriter(terminal.out(), true, UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, UTF_8));
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        terminal.colours() && !noColour ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(100);
        line.setAbbreviatedOptionsAllowed(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOverwrittenOptionsAllowed(false);
        line.setExpandAtFiles(false);
        return line;
    }

    private static Map<String, Supplier<Object>> commands(Session session) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", () -> new RunCommand(session));
        commands.put("evaluate", () -> new EvaluateCommand(session));
        commands.put("train", () -> new TrainCommand(session));
        commands.put("report", () -> new ReportCommand(session));
        commands.put("grade", () -> new GradeCommand(session));
        commands.put("datasets", () -> new DatasetsCommand(session));
        commands.put("bench", () -> BenchCommand.commandLine(session));
        commands.put("experiment", () -> ExperimentCommand.commandLine(session));
        commands.put("functions", () -> FunctionsCommand.commandLine(session));
        commands.put("serve", () -> new ServeCommand(session));
        commands.put("policy", () -> PolicyCommand.commandLine(session));
        commands.put("doctor", () -> new DoctorCommand(session));
        commands.put("packages", () -> PackagesCommand.commandLine(session));
        commands.put("completion", () -> new CompletionCommand(session));
        commands.put("manual", () -> new ManualCommand(session));
        return commands;
    }

    private static List<String> beforeOperands(String... arguments) {
        List<String> words = Arrays.asList(arguments);
        int end = words.indexOf("--");
        return end < 0 ? words : words.subList(0, end);
    }

    /** Help and version are data, so that {@code --json} holds for them too. */
    private static int execute(Terminal terminal, boolean json, ParseResult parsed) {
        for (CommandLine line : parsed.asCommandLineList()) {
            if (line.isUsageHelpRequested()) {
                Examples.show(line);
                String help = line.getUsageMessage(line.getColorScheme().ansi());
                terminal.out().print(json ? Json.write(Map.of("help", help)) + "\n" : help);
                return ExitCode.DONE.number();
            }
            if (line.isVersionHelpRequested()) {
                terminal.out()
                        .println(
                                json
                                        ? Json.write(Map.of("version", Version.number()))
                                        : "handaxe " + Version.number());
                return ExitCode.DONE.number();
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int usage(Terminal terminal, boolean json, ParameterException fault) {
        int exitCode = report(terminal, json, false, fault);
        terminal.err()
                .println("see: " + fault.getCommandLine().getCommandSpec().qualifiedName() + " -h");
        return exitCode;
    }

    private static int report(Terminal terminal, boolean json, boolean debug, Throwable fault) {
        Failure failure = Failure.of(fault);
        if (json) {
            terminal.out().println(failure.json());
        }
        for (String line : failure.lines()) {
            terminal.err().println("handaxe: " + line);
        }
        if (debug) {
            fault.printStackTrace(terminal.err());
        }
        return failure.exit().number();
    }

    @Override
    public Integer call() {
        throw new UsageException("name a command, such as: handaxe run FILE.py");
    }

    /** The version, from the jar. */
    static final class Version implements IVersionProvider {
        static String number() {
            String packaged = Handaxe.class.getPackage().getImplementationVersion();
            return packaged == null ? "unpackaged" : packaged;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"handaxe " + number()};
        }
    }
}
