package dev.handaxe.cli;

import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code handaxe completion}: a script for bash and zsh. Confined to one thread. */
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in bash and zsh.")
final class CompletionCommand extends HandaxeCommand {
    CompletionCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("handaxe", Handaxe.commandLine(terminal(), true));
        print(Map.of("script", script), out -> out.print(script));
        return ExitCode.DONE.number();
    }
}
