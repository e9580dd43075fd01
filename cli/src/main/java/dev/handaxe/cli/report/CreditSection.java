package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.Measured.Credit;
import dev.handaxe.optimizer.report.RunReport;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What each function of the set that was found is worth, and what was pruned for it. */
final class CreditSection {
    private static final String WITHOUT = "leave_one_out ";

    private CreditSection() {}

    static void write(Html html, RunReport run) {
        html.open("section", "id", "credit", "aria-labelledby", "credit-title");
        html.element("h2", "Credit", "id", "credit-title");
        Credit credit = run.outcome().measured().credit();
        if (credit.functions().isEmpty()) {
            Absent.write(html, run, "What each function is worth");
            UsesTable.write(html, run);
        } else {
            measured(html, credit);
        }
        html.close("section");
    }

    private static void measured(Html html, Credit credit) {
        html.element(
                "p",
                "Use in the training and validation tasks of the set that was found. Leave-one-out"
                        + " is its score less that of the set without the function, on the"
                        + " deciding tasks: a function that is called often need not be the one"
                        + " that helps.");
        Table table =
                new Table(
                        html,
                        "Credit of each function",
                        "Function",
                        "Fate",
                        "Leave-one-out",
                        "p of harm",
                        "Calls",
                        "Gave a value",
                        "Tasks touched",
                        "Could run in",
                        "Tokens of replies");
        for (Facts row : credit.functions()) {
            table.row(cells(row, credit.pruning()));
        }
        table.end();
        if (credit.functions().stream()
                .noneMatch(row -> row.text(WITHOUT + "difference").isPresent())) {
            html.element(
                    "p",
                    "Leave-one-out: " + Numbers.NOT_MEASURED + ". --credit full measures it.",
                    "class",
                    "absent");
        }
        pruning(html, credit.pruning());
    }

    private static List<String> cells(Facts row, Facts pruning) {
        OptionalDouble p = row.number(WITHOUT + "p_harmful");
        String name = row.text("name").orElse("–");
        return List.of(
                name,
                fate(name, row, pruning),
                leaveOneOut(row),
                p.isPresent() ? String.format(Locale.ROOT, "%.3f", p.getAsDouble()) : "–",
                count(row, "calls"),
                succeeded(row),
                count(row, "tasks"),
                count(row, "reached_tasks"),
                count(row, "reply_tokens"));
    }

    private static String leaveOneOut(Facts row) {
        OptionalDouble difference = row.number(WITHOUT + "difference");
        return difference.isEmpty()
                ? "–"
                : "%s: %s won, %s lost of %s tried again"
                        .formatted(
                                Numbers.points(difference.getAsDouble()),
                                count(row, WITHOUT + "won"),
                                count(row, WITHOUT + "lost"),
                                count(row, WITHOUT + "retried_tasks"));
    }

    private static String count(Facts row, String name) {
        return row.text(name).map(Numbers::figure).orElse("–");
    }

    private static String succeeded(Facts row) {
        OptionalDouble calls = row.number("calls");
        OptionalDouble succeeded = row.number("succeeded");
        return calls.isEmpty() || succeeded.isEmpty()
                ? "–"
                : Numbers.share(
                        Math.round(succeeded.getAsDouble()), Math.round(calls.getAsDouble()));
    }

    private static String fate(String name, Facts row, Facts pruning) {
        boolean pruned = row.text("pruned").filter("true"::equals).isPresent();
        boolean unused = names(pruning, "unused").contains(name);
        boolean harmful = names(pruning, "harmful").contains(name);
        String why = unused && harmful ? "unused, harmful" : unused ? "unused" : "harmful";
        if (!unused && !harmful) {
            return pruned ? "pruned" : "kept";
        }
        return (pruned ? "pruned: " : "kept although ") + why;
    }

    private static List<String> names(Facts pruning, String kind) {
        return pruning.text(kind).map(names -> List.of(names.split(", "))).orElse(List.of());
    }

    private static void pruning(Html html, Facts pruning) {
        if (pruning.isEmpty()) {
            return;
        }
        boolean accepted = pruning.text("accepted").filter("true"::equals).isPresent();
        html.open("p", "class", "guest");
        html.element("strong", accepted ? "Pruned. " : "Not pruned. ");
        pruning.text("unused").ifPresent(names -> html.text("Unused: " + names + ". "));
        pruning.text("harmful").ifPresent(names -> html.text("Harmful: " + names + ". "));
        pruning.text("reason")
                .ifPresent(reason -> html.text("The set without them: " + reason + "."));
        html.close("p");
    }
}
