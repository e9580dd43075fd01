package dev.handaxe.cli;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code handaxe run}: a file as a program, or one function of it. Confined to one thread. */
@Command(name = "run", description = "Run a Python file, or one function of it, in the sandbox.")
final class RunCommand extends HandaxeCommand {

    @Parameters(paramLabel = "FILE.py", description = "Python source; - reads stdin.")
    private String file = "";

    @Option(names = "--call", paramLabel = "NAME", description = "Call this function of the file.")
    private @Nullable String function;

    @Option(
            names = "--args",
            paramLabel = "JSON",
            description = "Its arguments: an object by name, an array by position.")
    private @Nullable String arguments;

    @Option(
            names = "--args-file",
            paramLabel = "F",
            description = "Its arguments from a file; - reads stdin.")
    private @Nullable String argumentsFile;

    @Option(
            names = "--policy",
            paramLabel = "NAME|FILE",
            description = "A preset or a policy file (default: untrusted).")
    private String policy = "untrusted";

    @Option(
            names = "--trace",
            paramLabel = "off|calls|lines",
            description = "What to record (default: as the policy says, which is off).")
    private @Nullable String trace;

    @Option(
            names = "--image",
            paramLabel = "startup|jit|auto",
            description =
                    "Which worker: ready soon, compiling Python, or one after the other (default: as"
                            + " the policy says, which is startup).")
    private @Nullable String image;

    @Option(
            names = "--out-files",
            paramLabel = "DIR",
            description = "Write the files that the guest left to this new or empty folder.")
    private @Nullable Path outFiles;

    RunCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        checkOptions();
        ExecutionPolicy chosen = traced(PolicyChoice.withImage(PolicyChoice.named(policy), image));
        String source = SourceFile.read(file, terminal().in());
        FunctionSet functions = FunctionSet.empty();
        Invocation invocation = Invocation.program(source);
        if (function != null) {
            invocation = callArguments().of(function);
            functions =
                    FunctionSet.of(List.of(FunctionDefinition.builder(function, source).build()));
        }
        Optional<OutFiles> out = Optional.ofNullable(outFiles).map(OutFiles::into);
        OneCall call = new OneCall(functions, invocation, chosen);
        Outcome outcome = call.make();
        out.ifPresent(folder -> folder.write(outcome.report().output().files()));
        return call.print(outcome, terminal(), json()).number();
    }

    private ExecutionPolicy traced(ExecutionPolicy named) {
        return trace == null ? named : named.with(mode(trace));
    }

    private static TraceMode mode(String word) {
        return TraceMode.ofKey(word)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "--trace: '" + word + "' is none of off, calls, lines"));
    }

    private void checkOptions() {
        if (trace != null) {
            mode(trace);
        }
        if (arguments != null && argumentsFile != null) {
            throw new UsageException("--args and --args-file exclude each other: give one");
        }
        if (function == null && (arguments != null || argumentsFile != null)) {
            throw new UsageException("--args needs --call NAME: a program takes no arguments");
        }
        if ("-".equals(file) && "-".equals(argumentsFile)) {
            throw new UsageException("stdin cannot be both FILE.py and --args-file");
        }
    }

    private CallArguments callArguments() {
        if (argumentsFile != null) {
            return CallArguments.parse(
                    argumentsFile, SourceFile.read(argumentsFile, terminal().in()));
        }
        return CallArguments.parse("--args", arguments == null ? "{}" : arguments);
    }
}
