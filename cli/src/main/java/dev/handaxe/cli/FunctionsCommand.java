package dev.handaxe.cli;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code handaxe functions}: what a store holds. Confined to one thread. */
@Command(
        name = "functions",
        description = "List, show, compare, call and export the functions of a store.")
final class FunctionsCommand extends HandaxeCommand {

    private FunctionsCommand(Session session) {
        super(session);
    }

    static CommandLine commandLine(Session session) {
        return new CommandLine(new FunctionsCommand(session))
                .addSubcommand(new ListFunctions(session))
                .addSubcommand(new ShowFunction(session))
                .addSubcommand(new FunctionsDiffCommand(session))
                .addSubcommand(new CallFunction(session))
                .addSubcommand(new ExportFunctions(session));
    }

    @Override
    public Integer call() {
        throw new UsageException(
                "name one of: functions list, functions show, functions diff, functions call,"
                        + " functions export");
    }

    /**
     * The functions of the store in that folder.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is no such store
     */
    static FunctionSet load(String folder) {
        Path path = Path.of(folder);
        if (!Files.isDirectory(path)) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    folder + ": there is no such folder; a function store is expected");
        }
        return FunctionStore.open(path).load();
    }

    static FunctionDefinition find(FunctionSet functions, String name) {
        return functions
                .find(name)
                .orElseThrow(
                        () ->
                                new HandaxeException(
                                        Code.INVALID_INPUT,
                                        "no function is called '%s': there are %s"
                                                .formatted(name, names(functions))));
    }

    private static String names(FunctionSet functions) {
        String names =
                functions.functions().stream()
                        .map(FunctionDefinition::name)
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private static Map<String, Object> object(FunctionDefinition function) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", function.name());
        object.put("description", function.description());
        object.put("parameters", new Json.Raw(function.parameters().json()));
        object.put("packages", function.packages());
        object.put("hash", function.hash());
        return object;
    }

    /** {@code functions list}. */
    @Command(name = "list", description = "List the functions of a store.")
    static final class ListFunctions extends HandaxeCommand {
        @Parameters(paramLabel = "STORE", description = "The store's folder.")
        private String store = "";

        ListFunctions(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            FunctionSet functions = load(store);
            print(
                    Map.of(
                            "functions",
                            functions.functions().stream().map(FunctionsCommand::object).toList()),
                    out -> functions.functions().forEach(function -> out.println(line(function))));
            return ExitCode.DONE.number();
        }

        private static String line(FunctionDefinition function) {
            String first = function.description().lines().findFirst().orElse("");
            return "%s(%s)  %s"
                    .formatted(
                            function.name(),
                            String.join(", ", function.parameters().names()),
                            OutcomeFormat.printable(first, 120));
        }
    }

    /** {@code functions show}. */
    @Command(name = "show", description = "Show a function's source.")
    static final class ShowFunction extends HandaxeCommand {
        @Parameters(index = "0", paramLabel = "STORE", description = "The store's folder.")
        private String store = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "The function.")
        private String name = "";

        ShowFunction(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            FunctionDefinition function = find(load(store), name);
            Map<String, Object> object = object(function);
            object.put("source", function.source());
            print(
                    object,
                    out ->
                            out.println(
                                    OutcomeFormat.printable(
                                            function.source().stripTrailing(), Integer.MAX_VALUE)));
            return ExitCode.DONE.number();
        }
    }

    /** {@code functions call}. */
    @Command(name = "call", description = "Call a function of a store in the sandbox.")
    static final class CallFunction extends HandaxeCommand {
        @Parameters(index = "0", paramLabel = "STORE", description = "The store's folder.")
        private String store = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "The function.")
        private String name = "";

        @Option(
                names = "--args",
                paramLabel = "JSON",
                description = "Its arguments: an object by name, an array by position.")
        private @Nullable String arguments;

        @Option(
                names = "--policy",
                paramLabel = "NAME|FILE",
                description = "A preset or a policy file (default: untrusted).")
        private String policy = "untrusted";

        CallFunction(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            FunctionSet functions = load(store);
            String function = find(functions, name).name();
            CallArguments given =
                    CallArguments.parse("--args", arguments == null ? "{}" : arguments);
            return new OneCall(functions, given.of(function), PolicyChoice.named(policy))
                    .makeAndPrint(terminal(), json())
                    .number();
        }
    }

    /** {@code functions export}. */
    @Command(name = "export", description = "Print a store's functions in another form.")
    static final class ExportFunctions extends HandaxeCommand {
        @Parameters(paramLabel = "STORE", description = "The store's folder.")
        private String store = "";

        @Option(
                names = "--format",
                required = true,
                paramLabel = "openai|mcp|python",
                description = "OpenAI tools, MCP tools, or one Python module.")
        private ExportFormat format = ExportFormat.OPENAI;

        ExportFunctions(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            String text = format.write(load(store));
            print(
                    Map.of(
                            "format",
                            format.key(),
                            "export",
                            format == ExportFormat.PYTHON ? text : new Json.Raw(text)),
                    out -> out.println(text));
            return ExitCode.DONE.number();
        }
    }
}
