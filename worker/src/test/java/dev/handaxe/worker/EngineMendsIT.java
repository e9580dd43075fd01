package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Where the engine differs from CPython in a way that gives wrong results, and the prelude mends
 * it.
 */
class EngineMendsIT {
    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static String printed(String program) {
        Outcome outcome =
                sandbox.call(
                        FunctionSet.empty(),
                        Invocation.program(program),
                        ExecutionPolicy.untrusted());
        assertThat(outcome).as(outcome.toString()).isInstanceOf(Outcome.Returned.class);
        return outcome.report().stdout();
    }

    @Test
    void whatFollowsTheLastLineIsWrittenOut() {
        assertThat(printed("print(1)\nprint('end', end='')")).isEqualTo("1\nend");
        assertThat(printed("import sys\nsys.stdout.write('end')")).isEqualTo("end");
        assertThat(printed("import sys\nprint('end', end='')\ndel sys.stdout")).isEqualTo("end");
        assertThat(printed("import sys\nprint('a', end='')\nsys.stdout = 5")).isEqualTo("a");
        assertThat(printed("import sys\nsys.stdout.close()")).isEmpty();
    }

    @Test
    void theFirstTupleOfAProductStaysWhatItWas() {
        assertThat(
                        printed(
                                """
                                from itertools import product
                                steps = product([1, 2], "ab")
                                first = next(steps)
                                ways = {first: 1}
                                for step in steps:
                                    print(first, step, ways.get((1, "a")))
                                """))
                .isEqualTo("(1, 'a') (1, 'b') 1\n(1, 'a') (2, 'a') 1\n(1, 'a') (2, 'b') 1\n");
    }

    @Test
    void aProductIsOtherwiseWhatItIsElsewhere() {
        assertThat(
                        printed(
                                """
                                import itertools
                                print(list(itertools.product()), list(itertools.product([], [1])))
                                print(list(itertools.product([0, 1], repeat=2)))
                                print(len(list(itertools.product("abc", range(4), [None]))))
                                for wrong in (lambda: itertools.product(1), lambda: itertools.product("a", repeat=-1)):
                                    try:
                                        wrong()
                                    except (TypeError, ValueError) as error:
                                        print(type(error).__name__)
                                print(itertools.product.__name__, itertools.product.__module__)
                                """))
                .isEqualTo(
                        """
                        [()] []
                        [(0, 0), (0, 1), (1, 0), (1, 1)]
                        12
                        TypeError
                        ValueError
                        product itertools
                        """);
    }

    @Test
    void whoSleepsForWholeSecondsIsNotHeldUntilTheNextOne() {
        assertThat(
                        printed(
                                """
                                import time
                                for seconds in (0, 0, 0, 1, True, 0.1, -1, "1", None):
                                    begin = time.perf_counter()
                                    try:
                                        time.sleep(seconds)
                                    except (TypeError, ValueError) as error:
                                        print(type(error).__name__, error)
                                        continue
                                    took = time.perf_counter() - begin
                                    print(seconds, seconds <= took < seconds + 0.6)
                                """))
                .isEqualTo(
                        """
                        0 True
                        0 True
                        0 True
                        1 True
                        True True
                        0.1 True
                        ValueError sleep length must be non-negative
                        TypeError 'str' object cannot be interpreted as an integer
                        TypeError 'NoneType' object cannot be interpreted as an integer
                        """);
    }
}
