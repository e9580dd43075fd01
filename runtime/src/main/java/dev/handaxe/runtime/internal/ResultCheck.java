package dev.handaxe.runtime.internal;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyComplex;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyNone;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import dev.handaxe.runtime.protocol.FrameCodec;
import java.util.Collection;
import java.util.Optional;

/**
 * Measures a result that a worker sent, against limits that an honest worker has kept already.
 * Confined to one thread.
 */
final class ResultCheck {
    private long nodes;
    private int deepest;

    private ResultCheck() {}

    /** A limit, and what the result has of it. */
    record Excess(LimitName limit, long used) {}

    /** The limit that the value is beyond, if there is one. */
    static Optional<Excess> excess(PythonValue value, Limits limits) {
        ResultCheck check = new ResultCheck();
        check.count(value, 1);
        return over(limits, LimitName.RESULT_DEPTH, check.deepest)
                .or(() -> over(limits, LimitName.RESULT_NODES, check.nodes))
                .or(() -> over(limits, LimitName.RESULT_BYTES, FrameCodec.encodedSize(value)));
    }

    private static Optional<Excess> over(Limits limits, LimitName limit, long used) {
        return used > limits.get(limit) ? Optional.of(new Excess(limit, used)) : Optional.empty();
    }

    /** The decoder has bounded the depth, so this recursion is bounded too. */
    private void count(PythonValue value, int depth) {
        nodes++;
        deepest = Math.max(deepest, depth);
        switch (value) {
            case PyNone _, PyBool _, PyInt _, PyFloat _, PyComplex _, PyStr _, PyBytes _ -> {
                // no values inside
            }
            case PyList(var items) -> count(items, depth);
            case PyTuple(var items) -> count(items, depth);
            case PySet(var items) -> count(items, depth);
            case PyFrozenSet(var items) -> count(items, depth);
            case PyDict(var entries) -> {
                for (PyDict.Entry entry : entries) {
                    count(entry.key(), depth + 1);
                    count(entry.value(), depth + 1);
                }
            }
        }
    }

    private void count(Collection<PythonValue> items, int depth) {
        items.forEach(item -> count(item, depth + 1));
    }
}
