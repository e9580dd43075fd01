package dev.handaxe.worker.trace;

import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.bytecode.BytecodeNode;
import com.oracle.truffle.api.bytecode.TagTreeNode;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.nodes.Node;
import dev.handaxe.worker.trace.BuiltinTypes.Kind;
import org.jspecify.annotations.Nullable;

/** Reads the variables of a frame as raw values, and renders them. Immutable. */
final class Values {
    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    private final BuiltinTypes types;
    private final ValueText text;

    Values(BuiltinTypes types) {
        this.types = types;
        text = new ValueText(types);
    }

    BuiltinTypes types() {
        return types;
    }

    ValueText text() {
        return text;
    }

    /**
     * The value of a variable, null if it is not set.
     *
     * @param variable its number in the code
     * @param at a node of the code that the frame belongs to
     */
    @Nullable Object read(GuestCode code, int variable, Frame frame, Node at) {
        CodeShape shape = code.shape(frame, types);
        if (!shape.function()) {
            return inNamespace(code.namespaceName(variable), frame);
        }
        if (variable < 0 || !(at instanceof TagTreeNode tag)) {
            return null;
        }
        Object value =
                BytecodeNode.get(at).getLocalValue(tag.getEnterBytecodeIndex(), frame, variable);
        return variable < shape.plain() || value == null ? value : inCell(value);
    }

    private @Nullable Object inCell(Object cell) {
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean before = safepoint.setAllowSideEffects(false);
        try {
            return types.of(cell) == Kind.CELL ? INTEROP.readMember(cell, "cell_contents") : null;
        } catch (InteropException | AbstractTruffleException e) {
            return null; // an empty cell raises ValueError
        } finally {
            safepoint.setAllowSideEffects(before);
        }
    }

    /** Modules and class bodies keep their variables in a dict, their frame's first argument. */
    private @Nullable Object inNamespace(String name, Frame frame) {
        Object[] arguments = frame.getArguments();
        if (arguments.length == 0 || types.of(arguments[0]) != Kind.DICT) {
            return null;
        }
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean before = safepoint.setAllowSideEffects(false);
        try {
            return INTEROP.isHashEntryReadable(arguments[0], name)
                    ? INTEROP.readHashValue(arguments[0], name)
                    : null;
        } catch (InteropException | AbstractTruffleException e) {
            return null;
        } finally {
            safepoint.setAllowSideEffects(before);
        }
    }
}
