package dev.handaxe.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultCheckTest {
    private static final Limits LIMITS = ExecutionPolicy.untrusted().limits();

    @Test
    void nodesCountEveryValueAndContainer() {
        PythonValue value =
                new PyTuple(
                        List.of(
                                new PySet(Set.of(PythonValue.of(1), PythonValue.of(2))),
                                new PyDict(
                                        List.of(
                                                new PyDict.Entry(
                                                        PythonValue.of("k"),
                                                        new PyList(
                                                                List.of(PythonValue.none())))))));
        assertThat(ResultCheck.excess(value, LIMITS.with(LimitName.RESULT_NODES, 8))).isEmpty();
        assertThat(ResultCheck.excess(value, LIMITS.with(LimitName.RESULT_NODES, 7)))
                .hasValue(new ResultCheck.Excess(LimitName.RESULT_NODES, 8));
        assertThat(ResultCheck.excess(value, LIMITS.with(LimitName.RESULT_DEPTH, 4))).isEmpty();
        assertThat(ResultCheck.excess(value, LIMITS.with(LimitName.RESULT_DEPTH, 3)))
                .hasValue(new ResultCheck.Excess(LimitName.RESULT_DEPTH, 4));
    }

    @Test
    void bytesAreThoseOnTheWire() {
        PythonValue text = PythonValue.of("é".repeat(10));
        assertThat(ResultCheck.excess(text, LIMITS.with(LimitName.RESULT_BYTES, 25))).isEmpty();
        assertThat(ResultCheck.excess(text, LIMITS.with(LimitName.RESULT_BYTES, 24)))
                .hasValue(new ResultCheck.Excess(LimitName.RESULT_BYTES, 25));
    }
}
