package dev.handaxe.worker.trace;

import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import dev.handaxe.worker.trace.BuiltinTypes.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The variables of a code object in the order of their places in a frame. GraalPy 25.2.4 keeps
 * parameters and locals first, then the cells that it shares with inner functions, then those of
 * outer ones; temporaries follow. Immutable.
 *
 * @param names of all variables, by place
 * @param plain how many of them are no cells
 * @param parameters how many of the plain ones are parameters
 * @param starred whether the last parameters are {@code *args} and {@code **kwargs}
 * @param function whether it is a function's code, and not that of a module or a class body
 */
record CodeShape(List<String> names, int plain, int parameters, Starred starred, boolean function) {
    /** The shape where none could be read. */
    static final CodeShape UNKNOWN =
            new CodeShape(List.of(), 0, 0, new Starred(false, false), false);

    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();
    private static final int VARARGS = 4;
    private static final int VARKEYWORDS = 8;

    /** Which collecting parameters there are. */
    record Starred(boolean args, boolean keywords) {}

    /**
     * Reads it from the function or code object that GraalPy passes among a frame's arguments. The
     * first of them is the namespace of a module or class body, and null for a function.
     */
    static CodeShape of(Frame frame, BuiltinTypes types) {
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean before = safepoint.setAllowSideEffects(false);
        try {
            Object[] arguments = frame.getArguments();
            boolean function = arguments.length > 0 && arguments[0] == null;
            for (Object argument : arguments) {
                Kind kind = types.of(argument);
                if (kind == Kind.FUNCTION) {
                    return read(INTEROP.readMember(argument, "__code__"), function);
                }
                if (kind == Kind.CODE) {
                    return read(argument, function);
                }
            }
            return UNKNOWN;
        } catch (InteropException | AbstractTruffleException e) {
            return UNKNOWN;
        } finally {
            safepoint.setAllowSideEffects(before);
        }
    }

    private static CodeShape read(Object code, boolean function) throws InteropException {
        List<String> names = new ArrayList<>();
        int plain = names(code, "co_varnames", names);
        names(code, "co_cellvars", names);
        names(code, "co_freevars", names);
        int flags = number(code, "co_flags");
        Starred starred = new Starred((flags & VARARGS) != 0, (flags & VARKEYWORDS) != 0);
        int parameters =
                number(code, "co_argcount")
                        + number(code, "co_kwonlyargcount")
                        + (starred.args ? 1 : 0)
                        + (starred.keywords ? 1 : 0);
        return new CodeShape(
                List.copyOf(names), plain, Math.min(parameters, plain), starred, function);
    }

    private static int names(Object code, String member, List<String> into)
            throws InteropException {
        Object tuple = INTEROP.readMember(code, member);
        long size = INTEROP.getArraySize(tuple);
        for (long i = 0; i < size; i++) {
            into.add(INTEROP.asString(INTEROP.readArrayElement(tuple, i)));
        }
        return (int) size;
    }

    private static int number(Object code, String member) throws InteropException {
        return INTEROP.asInt(INTEROP.readMember(code, member));
    }

    /** The place of the variable's value: a captured variable lives in its cell. */
    int place(String name) {
        return names.lastIndexOf(name);
    }

    /** How a parameter is written in a signature: with its stars. */
    String signature(int parameter) {
        int last = parameters - 1;
        if (starred.keywords && parameter == last) {
            return "**" + names.get(parameter);
        }
        int collecting = starred.keywords ? last - 1 : last;
        return (starred.args && parameter == collecting ? "*" : "") + names.get(parameter);
    }
}
