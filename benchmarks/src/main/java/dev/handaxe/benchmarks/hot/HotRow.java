package dev.handaxe.benchmarks.hot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.hot.HotRun.Place;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One program in every place.
 *
 * <p>Immutable.
 */
record HotRow(String program, Map<Place, HotSeries> series) {
    HotRow {
        series = new EnumMap<>(series);
    }

    /** A warm call over one of CPython; empty without CPython, or for a place that is absent. */
    Optional<Double> ratio(Place place) {
        HotSeries own = series.get(place);
        HotSeries base = series.get(Place.CPYTHON);
        return own == null || base == null
                ? Optional.empty()
                : Optional.of(own.warm() / base.warm());
    }

    void into(ObjectNode json) {
        json.put("program", program);
        series.forEach(
                (place, calls) -> {
                    ObjectNode each = json.putObject(place.key());
                    calls.into(each);
                    ratio(place).ifPresent(ratio -> each.put("ratio", HotSeries.rounded(ratio)));
                });
    }

    /** A line of the table for people. */
    String line() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-11s", program));
        for (Place place : Place.values()) {
            HotSeries calls = series.get(place);
            line.append(
                    calls == null
                            ? " ".repeat(38)
                            : String.format(
                                    Locale.ROOT,
                                    "  %8.1f %8.2f %9.1f %7s",
                                    calls.first(),
                                    calls.warm(),
                                    calls.millisUntilWarm() / 1000,
                                    ratio(place)
                                            .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                                            .orElse("")));
        }
        return line.toString().stripTrailing();
    }
}
