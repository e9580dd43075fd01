package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionSetTest {

    private static final FunctionDefinition ADD = function("add", "def add(a, b): return a + b");
    private static final FunctionDefinition TWICE =
            function("twice", "def twice(x): return add(x, x)");
    private static final FunctionDefinition LONE = function("lone", "def lone(): return addition");
    private static final FunctionSet ALL = FunctionSet.of(List.of(LONE, TWICE, ADD));

    @Test
    void theOrderIsKeptAndCounts() {
        assertThat(ALL.functions()).containsExactly(LONE, TWICE, ADD);
        assertThat(ALL.size()).isEqualTo(3);
        assertThat(ALL.find("add")).contains(ADD);
        assertThat(ALL.find("sub")).isEmpty();
        FunctionSet other = FunctionSet.of(List.of(ADD, TWICE, LONE));
        assertThat(other).isNotEqualTo(ALL);
        assertThat(other.hash()).isNotEqualTo(ALL.hash());
    }

    @Test
    void aFunctionIsAddedAtTheEndOrTakesItsNamesakesPlace() {
        FunctionDefinition other = function("twice", "def twice(x): return 2 * x");
        assertThat(ALL.with(other).functions()).containsExactly(LONE, other, ADD);
        assertThat(FunctionSet.empty().with(ADD).with(LONE).functions()).containsExactly(ADD, LONE);
        assertThat(ALL.functions()).containsExactly(LONE, TWICE, ADD);
    }

    @Test
    void aFunctionTakesThePlaceOfTheFirstItReplaces() {
        FunctionDefinition merged = function("sum", "def sum_of(*xs): return sum(xs)");
        assertThat(ALL.replace(List.of("add", "twice"), merged).functions())
                .containsExactly(LONE, merged);
        assertThatThrownBy(() -> ALL.replace(List.of("sub"), merged))
                .hasMessageContaining("no function to replace by 'sum'");
        assertThatThrownBy(() -> ALL.replace(List.of("twice"), function("add", "")))
                .hasMessageContaining("two functions are called 'add'");
    }

    @Test
    void aFunctionIsTakenOut() {
        assertThat(ALL.without("twice").functions()).containsExactly(LONE, ADD);
        assertThat(ALL.without("sub")).isEqualTo(ALL);
    }

    @Test
    void namesAreUniqueWhateverTheirCase() {
        assertThatThrownBy(() -> FunctionSet.of(List.of(ADD, ADD)))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("two functions are called 'add'");
        assertThatThrownBy(() -> ALL.with(function("Add", "")))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("'add' and 'Add' differ in case only");
    }

    @Test
    void theReachableHashCoversWhatAFunctionMayCallAndNothingElse() {
        FunctionSet changed = ALL.with(function("add", "def add(a, b): return b + a"));
        assertThat(changed.reachableHash("twice")).isNotEqualTo(ALL.reachableHash("twice"));
        assertThat(changed.reachableHash("lone")).isEqualTo(ALL.reachableHash("lone"));
        assertThat(ALL.reachableHash("add")).isNotEqualTo(ALL.reachableHash("twice"));
        assertThat(FunctionSet.of(List.of(ADD, TWICE)).reachableHash("twice"))
                .isEqualTo(ALL.reachableHash("twice"));
    }

    @Test
    void theReachableHashSeesThroughTheFormsOfALetter() {
        FunctionDefinition wide = function("wide", "def wide(x): return \uff41dd(x, x)");
        FunctionSet set = FunctionSet.of(List.of(wide, ADD));
        assertThat(set.with(function("add", "other")).reachableHash("wide"))
                .isNotEqualTo(set.reachableHash("wide"));
    }

    @Test
    void functionsThatCallEachOtherAreCoveredOnce() {
        FunctionSet ring =
                FunctionSet.of(List.of(function("even", "odd"), function("odd", "even")));
        assertThat(ring.reachableHash("even")).isNotEqualTo(ring.reachableHash("odd"));
        assertThat(ring.with(function("odd", "even ")).reachableHash("even"))
                .isNotEqualTo(ring.reachableHash("even"));
    }

    @Test
    void aProgramReachesWhatItNamesAndWhatThatNamesInTheOrderOfTheSet() {
        assertThat(ALL.reachable("print(twice(3))").functions()).containsExactly(TWICE, ADD);
        assertThat(ALL.reachable("print(adder, 'no')").size()).isZero();
    }

    @Test
    void anUnknownFunctionHasNoReachableHash() {
        assertThatThrownBy(() -> ALL.reachableHash("sub\n"))
                .isInstanceOf(HandaxeException.class)
                .hasMessage("no function is called 'sub\\n'");
    }

    private static FunctionDefinition function(String name, String source) {
        return FunctionDefinition.builder(name, source).build();
    }
}
