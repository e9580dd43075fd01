package dev.handaxe.worker.trace;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the recording of a statement's beginning and end, and which variables it can have changed:
 * those that it mentions. Confined to the guest's thread.
 */
final class StatementProbe extends ExecutionEventNode {
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_NAMES = 12;
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    /** Statements with statements inside; of these only the first line is their own. */
    private static final Set<String> COMPOUND =
            Set.of(
                    "if", "elif", "for", "while", "with", "try", "except", "match", "async",
                    "class");

    /** Sections of these statements are their decorators or cut short; they bind no data. */
    private static final Set<String> WITHOUT_DATA = Set.of("def", "import", "from", "global");

    private final Tracer tracer;
    private final GuestCode code;
    private final EventContext event;
    private final int line;
    private int @Nullable [] variables;

    StatementProbe(Tracer tracer, GuestCode code, EventContext event) {
        this.tracer = tracer;
        this.code = code;
        this.event = event;
        SourceSection section = event.getInstrumentedSourceSection();
        line = section.isAvailable() ? section.getStartLine() : 0;
    }

    GuestCode code() {
        return code;
    }

    /** The node that is probed. */
    Node node() {
        return event.getInstrumentedNode();
    }

    int line() {
        return line;
    }

    /** The variables that it mentions, by their number in the code. */
    int[] variables(CodeShape shape) {
        int[] known = variables;
        if (known == null) {
            List<Integer> numbers = new ArrayList<>();
            for (String name : names(event.getInstrumentedSourceSection())) {
                int number = code.variable(name, shape);
                if (number >= 0) {
                    numbers.add(number);
                }
            }
            known = numbers.stream().mapToInt(Integer::intValue).toArray();
            variables = known;
        }
        return known;
    }

    static Set<String> names(SourceSection section) {
        if (!section.isAvailable()) {
            return Set.of();
        }
        CharSequence all = section.getCharacters();
        return names(all.subSequence(0, Math.min(MAX_TEXT, all.length())).toString());
    }

    /** Names in a statement's own text; words of the language do no harm, no variable has them. */
    static Set<String> names(String statement) {
        Matcher first = NAME.matcher(statement);
        if (!first.lookingAt() && !first.find()) {
            return Set.of();
        }
        if (WITHOUT_DATA.contains(first.group())) {
            return Set.of();
        }
        int end = statement.indexOf('\n');
        String own =
                end >= 0 && COMPOUND.contains(first.group())
                        ? statement.substring(0, end)
                        : statement;
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = NAME.matcher(own);
        while (matcher.find() && names.size() < MAX_NAMES) {
            names.add(matcher.group());
        }
        return names;
    }

    @Override
    protected void onEnter(VirtualFrame frame) {
        Recording recording = tracer.recording();
        if (recording != null) {
            recording.statementEntered(this, frame.materialize());
        }
    }

    @Override
    protected void onReturnValue(VirtualFrame frame, @Nullable Object result) {
        leave(frame);
    }

    @Override
    protected void onReturnExceptional(VirtualFrame frame, Throwable thrown) {
        leave(frame);
    }

    @Override
    protected void onYield(VirtualFrame frame, @Nullable Object value) {
        leave(frame);
    }

    @Override
    protected void onResume(VirtualFrame frame) {
        Recording recording = tracer.recording();
        if (recording != null) {
            recording.statementResumed(this, frame.materialize());
        }
    }

    private void leave(VirtualFrame frame) {
        Recording recording = tracer.recording();
        if (recording != null) {
            recording.statementLeft(this, frame.materialize());
        }
    }
}
