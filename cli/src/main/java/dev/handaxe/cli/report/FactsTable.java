package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Facts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A table of whatever facts there are: a row each, a column for every name that occurs. */
final class FactsTable {
    private FactsTable() {}

    static void write(Html html, String caption, String first, List<Facts> rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.without("name").values().keySet()));
        List<String> headings = new ArrayList<>();
        headings.add(first);
        names.forEach(name -> headings.add(Numbers.words(name)));
        Table table = new Table(html, caption, headings);
        for (Facts row : rows) {
            List<String> cells = new ArrayList<>();
            cells.add(row.text("name").orElse("–"));
            names.forEach(name -> cells.add(row.text(name).map(Numbers::figure).orElse("–")));
            table.row(cells);
        }
        table.end();
    }
}
