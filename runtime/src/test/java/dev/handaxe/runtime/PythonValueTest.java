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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<IntFunction<PythonValue>> colliding() {
        return Stream.of(
                i ->
                        new PyInt(
                                BigInteger.valueOf(i + 1L)
                                        .shiftLeft(32)
                                        .add(BigInteger.valueOf((-31L * (i + 1)) & 0xffff_ffffL))),
                i -> PythonValue.of(aOrB(i)),
                i -> new PyBytes(aOrB(i).getBytes(StandardCharsets.US_ASCII)),
                i -> new PyFloat(Double.longBitsToDouble(((long) i << 32) | i)),
                i -> new PyComplex(Double.longBitsToDouble(((long) i << 32) | i), 0),
                i -> new PyTuple(List.of(ONE, PythonValue.of(aOrB(i)))),
                PythonValueTest::grouped);
    }

    /** One of 65,536 ways to put some of 16 items into a set of their own: the same sum each. */
    private static PythonValue grouped(int number) {
        Set<PythonValue> items = new LinkedHashSet<>();
        for (int bit = 0; bit < 16; bit++) {
            PythonValue item = PythonValue.of(bit);
            items.add(((number >> bit) & 1) == 0 ? item : new PyFrozenSet(Set.of(item)));
        }
        return new PyFrozenSet(items);
    }

    @ParameterizedTest
    @MethodSource("colliding")
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void valuesMadeToCollideInTheJdksHashesDoNot(IntFunction<PythonValue> make) {
        Set<PythonValue> items = new LinkedHashSet<>();
        for (int i = 0; i < 1 << 16; i++) {
            items.add(make.apply(i));
        }
        assertThat(new PySet(items).items()).hasSize(1 << 16);
    }

    /** 65,536 strings with one and the same {@code String.hashCode()}. */
    private static String aOrB(int number) {
        var text = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            text.append(((number >> bit) & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    @Test
    void equalValuesHaveEqualHashes() {
        var random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            PythonValue value = new PythonValues(random).next(4);
            PythonValue copy = PythonJson.read(PythonJson.write(value));
            assertThat(copy).isEqualTo(value).hasSameHashCodeAs(value);
        }
    }

    private static Set<PythonValue> ordered(PythonValue... values) {
        return new LinkedHashSet<>(List.of(values));
    }
}
