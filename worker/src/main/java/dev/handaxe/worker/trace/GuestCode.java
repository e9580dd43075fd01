package dev.handaxe.worker.trace;

import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function, class body or module of guest code, as long as its parsed form lives. Confined to
 * the thread that runs it.
 */
final class GuestCode {
    private static final int MAX_NAMES = 1_000;

    private final String file;
    private final String name;
    private final int line;
    private final boolean named;
    private final List<String> namespace = new ArrayList<>();
    private @Nullable CodeShape shape;
    private int firstStatement = -1;

    GuestCode(RootNode root, SourceSection section) {
        file = section.getSource().getName();
        name = bounded(root.getQualifiedName(), root.getName());
        String simple = bounded(root.getName(), "");
        named = !simple.startsWith("<") || simple.equals("<lambda>");
        line = section.isAvailable() ? section.getStartLine() : 0;
    }

    String file() {
        return file;
    }

    /** The qualified name. */
    String name() {
        return name;
    }

    /** The line where it is defined. */
    int line() {
        return line;
    }

    /** Its variables; read from the first frame that is shown. */
    CodeShape shape(Frame frame, BuiltinTypes types) {
        CodeShape known = shape;
        if (known == null) {
            known = CodeShape.of(frame, types);
            shape = known;
        }
        return known;
    }

    /**
     * The number of a variable: its place in the frame, or for modules and class bodies its place
     * among the names that were asked for. Negative if there is no such variable.
     */
    int variable(String variable, CodeShape known) {
        if (known.function()) {
            return known.place(variable);
        }
        int number = namespace.indexOf(variable);
        if (number < 0 && namespace.size() < MAX_NAMES) {
            namespace.add(variable);
            return namespace.size() - 1;
        }
        return number;
    }

    String variableName(int variable) {
        CodeShape known = shape;
        return known != null && known.function()
                ? known.names().get(variable)
                : namespaceName(variable);
    }

    String namespaceName(int variable) {
        return namespace.get(variable);
    }

    /** Whether a call of it is one that people would call so: no comprehension, no class body. */
    boolean isCalled(Frame frame, BuiltinTypes types) {
        return named && shape(frame, types).function();
    }

    /** Whether that is the statement which begins its body: the one that asks first. */
    boolean beginsWith(SourceSection statement) {
        if (firstStatement < 0) {
            firstStatement = statement.getCharIndex();
        }
        return firstStatement == statement.getCharIndex();
    }

    private static String bounded(@Nullable String name, @Nullable String otherwise) {
        String text = name != null ? name : otherwise != null ? otherwise : "";
        return new BoundedText(ValueText.MAX_CHARS).name(text).toString();
    }
}
