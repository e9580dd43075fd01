package dev.handaxe.benchmarks.hot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.compare.Host;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.benchmarks.hot.HotRun.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link HotRun} measured, program by program.
 *
 * <p>Immutable.
 */
public final class HotTable {
    private final Host host;
    private final List<HotRow> rows;
    private final List<String> skipped;

    HotTable(Host host, List<HotRow> rows, List<String> skipped) {
        this.host = host;
        this.rows = List.copyOf(rows);
        this.skipped = List.copyOf(skipped);
    }

    /** One compact JSON object, as {@code handaxe bench hot --json} prints it. */
    public String json() {
        ObjectNode json = RecordReader.JSON.createObjectNode();
        host.into(json);
        ArrayNode all = json.putArray("programs");
        rows.forEach(row -> row.into(all.addObject()));
        ArrayNode left = json.putArray("skipped");
        skipped.forEach(left::add);
        return json.toString();
    }

    /** The table for people, a line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(host.line());
        StringBuilder places = new StringBuilder(" ".repeat(11));
        StringBuilder columns = new StringBuilder("%-11s".formatted("program"));
        for (Place place : Place.values()) {
            places.append("  %-36s".formatted(place.key()));
            columns.append(
                    "  %8s %8s %9s %7s".formatted("first ms", "warm ms", "until s", "ratio"));
        }
        lines.add(places.toString().stripTrailing());
        lines.add(columns.toString());
        rows.forEach(row -> lines.add(row.line()));
        skipped.forEach(each -> lines.add("skipped: " + each));
        return lines;
    }
}
