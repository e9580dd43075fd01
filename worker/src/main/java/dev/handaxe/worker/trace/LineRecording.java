package dev.handaxe.worker.trace;

import com.oracle.truffle.api.frame.Frame;
import dev.handaxe.runtime.Trace;
import dev.handaxe.worker.trace.BuiltinTypes.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines that run, and finds what changed on them: after each statement the variables
 * that it mentions are compared with how they were. Numbers, strings and the identity of objects
 * always; rendering lists, dicts and the like, to see whether their content changed, is bounded.
 * Confined to the thread that runs the guest.
 */
final class LineRecording {
    private static final int MAX_RENDERED = 5_000;

    private final Values values;
    private final Map<String, LineTable> tables = new TreeMap<>();
    private int rendered;
    private boolean truncated;

    LineRecording(Values values) {
        this.values = values;
    }

    boolean isTruncated() {
        return truncated;
    }

    void entered(Activation activation, StatementProbe statement, Frame frame) {
        if (!table(activation).count(statement.line())) {
            truncated = true;
        }
        // What a loop's or a with's own line binds shows when its first inner statement begins.
        StatementProbe outer = activation.statement();
        if (outer != null) {
            compare(activation, outer, frame);
        }
        resumed(activation, statement, frame);
    }

    void resumed(Activation activation, StatementProbe statement, Frame frame) {
        activation.push(statement);
        for (int variable : variables(activation, statement, frame)) {
            if (!activation.knows(variable)) {
                Object value = read(activation, statement, variable, frame);
                activation.see(variable, value, value == null ? null : content(value));
            }
        }
    }

    void left(Activation activation, StatementProbe statement, Frame frame) {
        compare(activation, statement, frame);
        activation.pop(statement);
    }

    List<Trace.Line> trace() {
        List<Trace.Line> lines = new ArrayList<>();
        tables.forEach((file, table) -> table.addTo(lines, file));
        return lines;
    }

    private void compare(Activation activation, StatementProbe statement, Frame frame) {
        for (int variable : variables(activation, statement, frame)) {
            Object now = read(activation, statement, variable, frame);
            if (now == null || !activation.knows(variable)) {
                activation.see(variable, now, null);
            } else if (!activation.has(variable, now)) {
                changed(activation, statement, variable, now);
            } else {
                String shown = activation.text(variable);
                if (shown != null) {
                    compareContent(activation, statement, variable, now, shown);
                }
            }
        }
    }

    private void changed(
            Activation activation, StatementProbe statement, int variable, Object now) {
        if (now instanceof Number || now instanceof Boolean) {
            activation.see(variable, now, null);
            remember(activation, statement, variable, now);
            return;
        }
        Kind kind = values.types().of(now);
        String text = kind.isCode() ? null : text(now);
        activation.see(variable, now, kind.isMutable() ? text : null);
        if (text != null) {
            remember(activation, statement, variable, text);
        }
    }

    private void compareContent(
            Activation activation,
            StatementProbe statement,
            int variable,
            Object now,
            String shown) {
        String text = text(now);
        if (text != null && !text.equals(shown)) {
            activation.see(variable, now, text);
            remember(activation, statement, variable, text);
        }
    }

    private void remember(
            Activation activation, StatementProbe statement, int variable, Object value) {
        String name = activation.code().variableName(variable);
        if (!table(activation).change(statement.line(), name, value)) {
            truncated = true;
        }
    }

    /** The text of a value that can change without being assigned to. */
    private @Nullable String content(Object value) {
        return values.types().of(value).isMutable() ? text(value) : null;
    }

    /** The value's text; null when enough was rendered. */
    private @Nullable String text(Object value) {
        if (rendered == MAX_RENDERED) {
            truncated = true;
            return null;
        }
        rendered++;
        return values.text().of(value);
    }

    private int[] variables(Activation activation, StatementProbe statement, Frame frame) {
        return statement.variables(activation.code().shape(frame, values.types()));
    }

    private @Nullable Object read(
            Activation activation, StatementProbe statement, int variable, Frame frame) {
        return values.read(activation.code(), variable, frame, statement.node());
    }

    private LineTable table(Activation activation) {
        return tables.computeIfAbsent(activation.code().file(), file -> new LineTable());
    }
}
