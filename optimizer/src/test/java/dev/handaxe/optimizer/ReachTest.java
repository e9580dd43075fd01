package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
    private static final FunctionSet SET =
            FunctionSet.of(
                    List.of(
                            function("area", "def area(a):\n    return times(a, a)"),
                            function("times", "def times(a, b):\n    return a * b"),
                            function("lone", "def lone():\n    return 1")));

    private static FunctionDefinition function(String name, String source) {
        return FunctionDefinition.builder(name, source).build();
    }

    private static FunctionSet with(String name, String source) {
        return SET.with(function(name, source));
    }

    @Test
    void aCallDependsOnWhatItsFunctionReachesAndNotOnTheRest() {
        String before = new Reach(SET).ofFunction("area");

        assertThat(new Reach(with("lone", "def lone():\n    return 2")).ofFunction("area"))
                .isEqualTo(before);
        assertThat(
                        new Reach(with("times", "def times(a, b):\n    return b * a"))
                                .ofFunction("area"))
                .isNotEqualTo(before);
    }

    @Test
    void aProgramDependsOnTheFunctionsItNames() {
        String program = "print(area(3))";
        String before = new Reach(SET).ofProgram(program);

        assertThat(new Reach(with("lone", "def lone():\n    return 2")).ofProgram(program))
                .isEqualTo(before);
        assertThat(
                        new Reach(with("times", "def times(a, b):\n    return b * a"))
                                .ofProgram(program))
                .isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "print(globals()['lo' + 'ne']())",
                "eval('lo' + 'ne()')",
                "\uff45val('lo' + 'ne()')",
                "import sys; sys.modules",
                "print(lambda: 0 .__globals__)",
                "from functions import *",
            })
    void namesPutTogetherAtRunTimeReachTheWholeSet(String program) {
        FunctionSet edited = with("lone", "def lone():\n    return 2");

        assertThat(new Reach(edited).ofProgram(program))
                .isNotEqualTo(new Reach(SET).ofProgram(program));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def lone():\n    return 1\nrandom.seed(1)",
                "import random; random.seed(1)\ndef lone():\n    return 1",
                "from decimal import getcontext\ngetcontext().prec = 3\ndef lone():\n    return 1",
                "TABLE = [\n    print('x')]\ndef lone():\n    return 1",
                "def lone(x=print('x')):\n    return 1",
                "def lone(\n    x=print('x')):\n    return 1",
                "class A:\n    print('x')\ndef lone():\n    return 1",
                "if True:\n    print('x')\ndef lone():\n    return 1",
                "TEXT = '''\n'''; print('x')\ndef lone():\n    return 1",
            })
    void aModuleThatActsWhenItIsDefinedIsReachedByEveryCall(String source) {
        FunctionSet edited = with("lone", source);

        assertThat(Reach.actsWhenDefined(source)).isTrue();
        assertThat(new Reach(edited).ofFunction("times"))
                .isNotEqualTo(new Reach(SET).ofFunction("times"));
        assertThat(new Reach(edited).ofProgram("1")).isNotEqualTo(new Reach(SET).ofProgram("1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import math\nfrom fractions import Fraction\n\nPI = 3.14\n\n"
                        + "def lone(a, b=2) -> int:\n    return math.floor(a)",
                "# a note\nTABLE = {\n    'a': 1,\n}\nLIMIT: int = 5\ndef lone(): return f(1)",
                "import functools\n@functools.lru_cache(maxsize=None)\ndef lone(n):\n    return f(n)",
            })
    void aModuleThatOnlyDefinesDoesNotAct(String source) {
        assertThat(Reach.actsWhenDefined(source)).isFalse();
    }
}
