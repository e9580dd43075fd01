package dev.handaxe.cli.experiment;

import dev.handaxe.cli.experiment.RunScores.Used;
import java.util.ArrayList;
import java.util.List;

/**
 * A summary for people: what it says in sentences, then its tables.
 *
 * <p>Immutable.
 *
 * @param state how far the experiment is and what it took
 */
public record SummaryText(String state, List<String> conclusions, List<TextTable> tables) {
    /** Copies. */
    public SummaryText {
        conclusions = List.copyOf(conclusions);
        tables = List.copyOf(tables);
    }

    /** The text of a summary. */
    public static SummaryText of(Summary summary) {
        Results results = summary.results();
        Used used = results.used();
        String state =
                "%d of %d trainings finished%s. %s model calls, %s tokens."
                        .formatted(
                                summary.finishedCells(),
                                results.grid().cells().size(),
                                ended(results.stopped()),
                                Figures.count(used.calls()),
                                Figures.count(used.tokens()));
        return new SummaryText(state, Conclusions.of(summary), Tables.of(summary));
    }

    private static String ended(String stopped) {
        return switch (stopped) {
            case "done" -> "";
            case "running" -> "; the experiment goes on";
            case "budget" -> "; the budget ended the experiment";
            case "interrupted" -> "; the experiment was interrupted";
            default -> "; the experiment stopped early";
        };
    }

    /** As Markdown. */
    public String markdown() {
        List<String> parts = new ArrayList<>(List.of("# The paper's experiment", state));
        parts.add("- " + String.join("\n- ", conclusions));
        tables.forEach(table -> parts.add(table.markdown().stripTrailing()));
        return String.join("\n\n", parts) + "\n";
    }
}
