package dev.handaxe.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentCheckTest {
    private static final PythonValue ONE = PythonValue.of(1);
    private static final PythonValue LIST = new PyList(List.of(ONE));

    @Test
    void ordinaryArgumentsPass() {
        PythonValue keyed =
                new PyDict(
                        List.of(
                                new PyDict.Entry(new PyTuple(List.of(ONE, ONE)), LIST),
                                new PyDict.Entry(new PyFrozenSet(Set.of(ONE)), LIST),
                                new PyDict.Entry(PythonValue.none(), new PySet(Set.of()))));
        assertThat(problem(keyed)).isEmpty();
    }

    @Test
    void depthIsBoundedHoweverDeepItIs() {
        assertThat(problem(nested(ArgumentCheck.MAX_DEPTH))).isEmpty();
        assertThat(problem(nested(ArgumentCheck.MAX_DEPTH + 1)))
                .contains("an argument is nested deeper than 99 levels");
        assertThat(problem(nested(100_000))).isPresent();
    }

    @Test
    void whatPythonCannotHashIsRefusedInSetsAndKeys() {
        assertThat(problem(new PySet(Set.of(LIST)))).isPresent();
        assertThat(problem(new PyFrozenSet(Set.of(new PyTuple(List.of(LIST)))))).isPresent();
        assertThat(problem(new PyDict(List.of(new PyDict.Entry(LIST, ONE))))).isPresent();
        assertThat(problem(new PyList(List.of(new PySet(Set.of(new PyDict(List.of())))))))
                .hasValueSatisfying(reason -> assertThat(reason).contains("inside a set"));
    }

    @Test
    void aKeyThatIsGivenTwiceIsRefused() {
        PyDict.Entry entry = new PyDict.Entry(new PyTuple(List.of(ONE)), ONE);
        assertThat(problem(new PyDict(List.of(entry, entry))))
                .contains("an argument has a dict with the same key twice");
    }

    @Test
    void sizeIsBounded() {
        PythonValue large = new PyBytes(new byte[1 << 20]);
        assertThat(problem(new PyList(Collections.nCopies(60, large)))).isEmpty();
        assertThat(problem(new PyList(Collections.nCopies(64, large))))
                .contains("the arguments are larger than 67108864 bytes");
    }

    private static Optional<String> problem(PythonValue argument) {
        return ArgumentCheck.problem(List.of(argument));
    }

    private static PythonValue nested(int depth) {
        PythonValue value = ONE;
        for (int i = 1; i < depth; i++) {
            value = new PyList(List.of(value));
        }
        return value;
    }
}
