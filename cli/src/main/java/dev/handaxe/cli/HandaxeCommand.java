package dev.handaxe.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** What every command has: a terminal and the common options. Confined to one thread. */
abstract class HandaxeCommand implements Callable<Integer> {
    private final Session session;

    /**
     * What all commands of one process share.
     *
     * @param common filled in when the arguments are parsed
     */
    record Session(Terminal terminal, CommonOptions common) {}

    HandaxeCommand(Session session) {
        this.session = session;
    }

    final Terminal terminal() {
        return session.terminal();
    }

    final boolean json() {
        return session.common().json();
    }

    /** Draws progress as the options say; whoever asks for it closes it. */
    final ProgressDisplay progress() {
        return ProgressDisplay.on(session.terminal(), session.common().progress());
    }

    /** Prints the result: one JSON object, or what it says to people. */
    final void print(Map<String, ?> object, Consumer<PrintStream> people) {
        if (json()) {
            terminal().out().println(Json.write(object));
        } else {
            people.accept(terminal().out());
        }
    }

    /** Prints the result: the JSON, or the lines for people. */
    final void print(String json, List<String> lines) {
        if (json()) {
            terminal().out().println(json);
        } else {
            lines.forEach(terminal().out()::println);
        }
    }
}
