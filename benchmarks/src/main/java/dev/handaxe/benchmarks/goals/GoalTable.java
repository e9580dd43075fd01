package dev.handaxe.benchmarks.goals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.compare.Host;
import dev.handaxe.benchmarks.data.RecordReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link GoalRun} measured, goal by goal.
 *
 * <p>Immutable.
 */
public final class GoalTable {
    private final Host host;
    private final List<GoalFigure> figures;
    private final List<String> skipped;

    GoalTable(Host host, List<GoalFigure> figures, List<String> skipped) {
        this.host = host;
        this.figures = List.copyOf(figures);
        this.skipped = List.copyOf(skipped);
    }

    /** One compact JSON object, as {@code handaxe bench goals --json} prints it. */
    public String json() {
        ObjectNode json = RecordReader.JSON.createObjectNode();
        host.into(json);
        ArrayNode all = json.putArray("figures");
        figures.forEach(figure -> figure.into(all.addObject()));
        ArrayNode left = json.putArray("skipped");
        skipped.forEach(left::add);
        return json.toString();
    }

    /** The table for people, a line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(host.line());
        lines.add(
                "%-66s %9s  %24s %4s %s"
                        .formatted("goal", "measured", "spread", "unit", "is to be"));
        figures.forEach(figure -> lines.add(figure.line()));
        skipped.forEach(each -> lines.add("skipped: " + each));
        return lines;
    }
}
