package dev.handaxe.cli;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonJson;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * An outcome for people: the guest's stdout and stderr on their streams, then the value as the last
 * line of stdout, or what went wrong on stderr, where a trace goes too. Control characters of guest
 * text are escaped on a terminal and left alone in pipes and files.
 */
final class OutcomePrinter {
    private static final int MAX_TOKENS = 4_000;
    private static final int MAX_TRACE = 200_000;

    private OutcomePrinter() {}

    static void print(
            Outcome outcome, FunctionSet functions, Invocation invocation, Terminal terminal) {
        Outcome.Report report = outcome.report();
        guest(report.stdout(), terminal.outIsTerminal(), terminal.out());
        guest(report.stderr(), terminal.errIsTerminal(), terminal.err());
        if (outcome instanceof Outcome.Returned returned) {
            if (invocation instanceof Invocation.Call) {
                terminal.out().println(PythonJson.write(returned.value()));
            }
        } else {
            List<String> sources = sources(functions, invocation);
            terminal.err()
                    .println(OutcomeFormat.forModel(withoutOutput(outcome), sources, MAX_TOKENS));
        }
        report.trace().ifPresent(t -> terminal.err().println(OutcomeFormat.trace(t, MAX_TRACE)));
    }

    private static List<String> sources(FunctionSet functions, Invocation invocation) {
        Stream<String> program =
                invocation instanceof Invocation.Program(String source, String _)
                        ? Stream.of(source)
                        : Stream.empty();
        return Stream.concat(
                        program, functions.functions().stream().map(FunctionDefinition::source))
                .toList();
    }

    private static void guest(String text, boolean isTerminal, PrintStream to) {
        if (text.isEmpty()) {
            return;
        }
        to.print(isTerminal ? OutcomeFormat.printable(text, Integer.MAX_VALUE) : text);
        if (!text.endsWith("\n")) {
            to.println();
        }
    }

    /** What was printed has been shown already, and a trace is shown in full. */
    private static Outcome withoutOutput(Outcome outcome) {
        Outcome.Report full = outcome.report();
        Outcome.Report report =
                new Outcome.Report(full.invocationId(), "", "", full.confinement(), full.metrics());
        return switch (outcome) {
            case Outcome.Returned o -> new Outcome.Returned(o.value(), o.exited(), report);
            case Outcome.Raised o -> new Outcome.Raised(o.error(), report);
            case Outcome.LimitExceeded o -> new Outcome.LimitExceeded(o.breach(), report);
            case Outcome.Denied o ->
                    new Outcome.Denied(o.capability(), o.name(), o.error(), report);
            case Outcome.Rejected o -> new Outcome.Rejected(o.reason(), report);
            case Outcome.Lost o -> new Outcome.Lost(o.reason(), report);
        };
    }
}
