package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyComplex;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PythonValueTest {

    private static final PythonValue ONE = PythonValue.of(1);
    private static final PythonValue TWO = PythonValue.of(2);

    @Test
    void noTwoKindsAreEqual() {
        assertThat(
                        Stream.of(
                                ONE,
                                new PyBool(true),
                                new PyFloat(1),
                                new PyComplex(1, 0),
                                PythonValue.of("1"),
                                new PyBytes(new byte[] {1}),
                                PythonValue.none(),
                                new PyList(List.of(ONE)),
                                new PyTuple(List.of(ONE)),
                                new PySet(Set.of(ONE)),
                                new PyFrozenSet(Set.of(ONE)),
                                new PyDict(List.of(new PyDict.Entry(ONE, ONE)))))
                .doesNotHaveDuplicates();
    }

    @Test
    void integersAreEqualAtAnySize() {
        assertThat(new PyInt(BigInteger.TWO.pow(100)))
                .isEqualTo(new PyInt(BigInteger.ONE.shiftLeft(100)));
        assertThat(PythonValue.of(Long.MIN_VALUE))
                .isEqualTo(new PyInt(BigInteger.TWO.pow(63).negate()));
    }

    @Test
    void floatsAreComparedBitForBitButNansAreOne() {
        assertThat(new PyFloat(Double.NaN))
                .isEqualTo(new PyFloat(Double.longBitsToDouble(0x7ff8_0000_0000_0123L)))
                .hasSameHashCodeAs(new PyFloat(Double.longBitsToDouble(0x7ff8_0000_0000_0123L)));
        assertThat(new PyFloat(0.0)).isNotEqualTo(new PyFloat(-0.0));
    }

    @Test
    void setsAreUnorderedAndDictsAndListsOrdered() {
        assertThat(new PySet(ordered(ONE, TWO)))
                .isEqualTo(new PySet(ordered(TWO, ONE)))
                .hasSameHashCodeAs(new PySet(ordered(TWO, ONE)));
        assertThat(new PyFrozenSet(ordered(ONE, TWO)))
                .isEqualTo(new PyFrozenSet(ordered(TWO, ONE)));
        assertThat(new PyList(List.of(ONE, TWO))).isNotEqualTo(new PyList(List.of(TWO, ONE)));
        var first = new PyDict.Entry(ONE, TWO);
        var second = new PyDict.Entry(TWO, ONE);
        assertThat(new PyDict(List.of(first, second)))
                .isNotEqualTo(new PyDict(List.of(second, first)));
    }

    @Test
    void nothingCanBeChangedFromOutside() {
        byte[] bytes = {1};
        var value = new PyBytes(bytes);
        bytes[0] = 2;
        value.value()[0] = 3;
        assertThat(value).isEqualTo(new PyBytes(new byte[] {1})).hasToString("PyBytes[1 bytes]");

        List<PythonValue> items = new ArrayList<>(List.of(ONE));
        var list = new PyList(items);
        Set<PythonValue> members = new HashSet<>(items);
        var set = new PySet(members);
        items.clear();
        members.clear();
        assertThat(list.items()).containsExactly(ONE);
        assertThat(set.items()).containsExactly(ONE);
        assertThatThrownBy(() -> set.items().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void nullIsNoItem() {
        assertThatThrownBy(() -> new PySet(new HashSet<>(Arrays.asList((PythonValue) null))))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new PyFrozenSet(new HashSet<>(Arrays.asList((PythonValue) null))))
                .isInstanceOf(NullPointerException.class);
    }

    private static Set<PythonValue> ordered(PythonValue... values) {
        return new LinkedHashSet<>(List.of(values));
    }
}
