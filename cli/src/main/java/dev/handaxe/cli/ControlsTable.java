package dev.handaxe.cli;

import dev.handaxe.optimizer.findings.ControlArm;
import dev.handaxe.optimizer.findings.Controls;
import dev.handaxe.optimizer.findings.Findings;
import dev.handaxe.optimizer.findings.TestComparison;
import dev.handaxe.optimizer.findings.TestComparison.Share;
import java.io.PrintStream;
import java.util.Locale;

/** The set that was kept and what the same tokens buy without training, one line each. */
final class ControlsTable {
    private ControlsTable() {}

    static void print(Findings findings, Controls controls, PrintStream out) {
        out.println();
        out.println(
                "on test, for at most the %d tokens that training took"
                        .formatted(controls.budgetTokens()));
        out.println(
                "                       score  95 % interval    won by trained   lost      p   tokens  bound");
        findings.test().ifPresent(test -> trained(test, controls, out));
        controls.arms().forEach(arm -> arm(arm, out));
    }

    private static void trained(TestComparison test, Controls controls, PrintStream out) {
        out.println(
                line("trained", test.after()) + "%31s  %7d".formatted("", controls.budgetTokens()));
        out.println(
                line("not trained", test.before())
                        + figures(test.won(), test.lost(), test.pValue())
                        + "  %7d".formatted(0));
    }

    private static void arm(ControlArm arm, PrintStream out) {
        if (arm.outcome().isEmpty()) {
            out.println("  %-20s not finished: the run's budget ended it".formatted(arm.name()));
            return;
        }
        ControlArm.Outcome outcome = arm.outcome().get();
        out.println(
                line(arm.name(), outcome.share())
                        + figures(
                                outcome.trained().won(),
                                outcome.trained().lost(),
                                outcome.trained().pValue())
                        + "  %7d  %s".formatted(outcome.spent().tokens(), bound(outcome)));
    }

    private static String bound(ControlArm.Outcome outcome) {
        return switch (outcome.spent().bound()) {
            case NONE -> "";
            case CAP -> "attempts";
            case BUDGET -> "tokens";
        };
    }

    private static String line(String name, Share share) {
        return String.format(
                Locale.ROOT,
                "  %-20s %5.3f  %5.3f to %5.3f",
                name,
                share.score(),
                share.interval().low(),
                share.interval().high());
    }

    private static String figures(int won, int lost, double p) {
        return String.format(Locale.ROOT, "  %14d  %5d  %5.3f", won, lost, p);
    }
}
