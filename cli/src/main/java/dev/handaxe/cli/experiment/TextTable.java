package dev.handaxe.cli.experiment;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of texts, for a page of any form.
 *
 * <p>Immutable.
 *
 * @param note what a reader should know of it; may be empty
 * @param rows each as long as the headings
 */
public record TextTable(String title, String note, List<String> headings, List<List<String>> rows) {
    /** Copies. */
    public TextTable {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** As Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder("## " + title + "\n\n");
        if (!note.isEmpty()) {
            text.append(note).append("\n\n");
        }
        text.append(line(headings));
        text.append("|").append("---|".repeat(headings.size())).append("\n");
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
