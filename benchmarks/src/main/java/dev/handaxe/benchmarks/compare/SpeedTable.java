package dev.handaxe.benchmarks.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.data.RecordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a {@link SpeedComparison} measured: a row for each contestant, with ratios to CPython with a
 * process for each program, which is how people run such code.
 *
 * <p>Immutable.
 */
public final class SpeedTable {
    private final Host host;
    private final int parallel;
    private final List<SpeedRow> rows;
    private final List<String> skipped;

    SpeedTable(Host host, int parallel, List<SpeedRow> rows, List<String> skipped) {
        this.host = host;
        this.parallel = parallel;
        this.rows = List.copyOf(rows);
        this.skipped = List.copyOf(skipped);
    }

    private Optional<SpeedRow> baseline() {
        return rows.stream().filter(row -> row.name().equals(PythonProcesses.BARE)).findFirst();
    }

    /** How much longer a program takes than with CPython, in that pass of both. */
    private Optional<Double> ratio(SpeedRow row, int pass) {
        return baseline().map(base -> row.perProgram(pass) / base.perProgram(pass));
    }

    /** One compact JSON object, as {@code handaxe bench compare --json} prints it. */
    public String json() {
        ObjectNode json = RecordReader.JSON.createObjectNode();
        host.into(json);
        json.put("parallel", parallel);
        ArrayNode all = json.putArray("contestants");
        for (SpeedRow row : rows) {
            put(all.addObject(), row);
        }
        ArrayNode left = json.putArray("skipped");
        skipped.forEach(left::add);
        return json.toString();
    }

    private void put(ObjectNode json, SpeedRow row) {
        json.put("name", row.name()).put("version", row.version());
        json.put("ready_ms", rounded(row.readyMillis()));
        json.put("programs", row.runs().programs()).put("passed", row.runs().passed());
        json.put("per_program_ms", rounded(row.perProgram()));
        baseline()
                .ifPresent(
                        base -> json.put("ratio", rounded(row.perProgram() / base.perProgram())));
        ArrayNode passes = json.putArray("passes");
        for (int pass = 0; pass < row.runs().seconds().size(); pass++) {
            ObjectNode each = passes.addObject();
            each.put("seconds", rounded(row.runs().seconds().get(pass)));
            each.put("per_program_ms", rounded(row.perProgram(pass)));
            ratio(row, pass).ifPresent(ratio -> each.put("ratio", rounded(ratio)));
        }
        Samples calls = row.callMicros();
        json.putObject("call_us")
                .put("calls", calls.count())
                .put("median", rounded(calls.median()))
                .put("p99", rounded(calls.quantile(0.99)));
    }

    /** The table for people, a line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s; %d at once".formatted(host.line(), parallel));
        lines.add(
                "%-40s %9s %9s %-28s %9s %11s %11s"
                        .formatted(
                                "",
                                "first",
                                "programs",
                                "each pass, ms a program",
                                "x CPython",
                                "call",
                                "call p99"));
        for (SpeedRow row : rows) {
            lines.add(line(row));
        }
        skipped.forEach(each -> lines.add("skipped: " + each));
        return lines;
    }

    private String line(SpeedRow row) {
        List<String> passes = new ArrayList<>();
        List<String> ratios = new ArrayList<>();
        for (int pass = 0; pass < row.runs().seconds().size(); pass++) {
            passes.add(String.format(Locale.ROOT, "%.1f", row.perProgram(pass)));
            ratio(row, pass)
                    .ifPresent(value -> ratios.add(String.format(Locale.ROOT, "%.2f", value)));
        }
        return String.format(
                Locale.ROOT,
                "%-40s %6.0f ms %4d/%-4d %-28s %-16s %8.0f us %8.0f us",
                row.name(),
                row.readyMillis(),
                row.runs().passed(),
                row.runs().programs(),
                String.join(" ", passes),
                String.join(" ", ratios),
                row.callMicros().median(),
                row.callMicros().quantile(0.99));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
