package dev.handaxe.cli;

import java.util.Map;
import picocli.CommandLine.Command;

/** {@code handaxe manual}: the manual page. Confined to one thread. */
@Command(name = "manual", description = "Print the manual page, for man.")
final class ManualCommand extends HandaxeCommand {
    ManualCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        String page = new ManualPage(Handaxe.commandLine(terminal(), true)).text();
        print(Map.of("manual", page), out -> out.print(page));
        return ExitCode.DONE.number();
    }
}
