package dev.handaxe.worker.trace;

import dev.handaxe.runtime.Trace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often each line of one source ran, and what changed on it. Confined to one thread. */
final class LineTable {
    private static final int MAX_LINE = 100_000;
    private static final int MAX_NAMES = 8;
    private static final int MAX_CHARS = 300;

    private long[] counts = new long[64];
    private final Map<Integer, Map<String, Object>> changes = new HashMap<>();

    /** Counts a run of the line; false if it is too far down. */
    boolean count(int line) {
        if (line < 0 || line > MAX_LINE) {
            return false;
        }
        if (line >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(line + 1, 2 * counts.length));
        }
        counts[line]++;
        return true;
    }

    /**
     * Remembers a variable's last value on the line; false if there are too many.
     *
     * @param value its text, or a number or truth value, which become text at the end
     */
    boolean change(int line, String name, Object value) {
        Map<String, Object> known = changes.computeIfAbsent(line, l -> new LinkedHashMap<>());
        if (known.size() == MAX_NAMES && !known.containsKey(name)) {
            return false;
        }
        known.put(name, value);
        return true;
    }

    /** Adds what ran, by line. */
    void addTo(List<Trace.Line> lines, String file) {
        for (int line = 0; line < counts.length; line++) {
            if (counts[line] > 0) {
                lines.add(new Trace.Line(file, line, counts[line], changes(line)));
            }
        }
    }

    private String changes(int line) {
        Map<String, Object> known = changes.getOrDefault(line, Map.of());
        BoundedText out = new BoundedText(MAX_CHARS);
        String separator = "";
        for (Map.Entry<String, Object> change : known.entrySet()) {
            out.add(separator).name(change.getKey()).add("=");
            separator = ", ";
            if (change.getValue() instanceof String shown) {
                out.add(shown);
            } else {
                ValueText.primitive(out, change.getValue());
            }
        }
        return out.toString();
    }
}
