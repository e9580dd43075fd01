package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.GuestError.Frame;
import dev.handaxe.runtime.GuestError.Local;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables of a failed run's frames, in every mode the same, from real worker processes. */
class ErrorLocalsIT {
    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.evaluation().with(LimitName.WALL_MS, 60_000);

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(0));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void eachFrameHasItsVariables() {
        GuestError error =
                raised(
                        """
                        import math
                        def mean(xs):
                            def total():
                                return sum(xs)
                            return total() / len(xs)
                        def main(n):
                            values = list(range(n))
                            return mean(values)
                        data = {'a': (1, 2.5)}
                        main(0)
                        """);

        assertThat(error.traceback())
                .extracting(Frame::function)
                .containsExactly("<module>", "main", "mean");
        assertThat(locals(error, 0)).containsExactlyEntriesOf(Map.of("data", "{'a': (1, 2.5)}"));
        assertThat(locals(error, 1)).containsOnly(Map.entry("n", "0"), Map.entry("values", "[]"));
        assertThat(locals(error, 2)).containsExactlyEntriesOf(Map.of("xs", "[]"));
    }

    @Test
    void functionsOfASetHaveThemToo() {
        FunctionSet functions =
                FunctionSet.of(
                        List.of(
                                FunctionDefinition.builder(
                                                "third", "def third(xs):\n    return xs[2]\n")
                                        .build()));
        Outcome outcome =
                sandbox.call(
                        functions,
                        Invocation.call(
                                "third", new PythonValue.PyList(List.of(PythonValue.of(1)))),
                        POLICY);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised ->
                                assertThat(raised.error().traceback())
                                        .containsExactly(
                                                new Frame(
                                                        2,
                                                        "third",
                                                        "return xs[2]",
                                                        List.of(new Local("xs", "[1]")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "try:\n        return xs[n]\n    finally:\n        n = -1",
                "try:\n        return xs[n]\n    except IndexError:\n        raise",
                "try:\n        return xs[n]\n    except IndexError as e:\n        raise e",
                "import contextlib\n    with contextlib.suppress(KeyError):\n        return xs[n]"
            })
    void framesThatAnExceptionPassedOnItsWayAreTold(String body) {
        GuestError error =
                raised(
                        "def pick(xs, n):\n    return at(xs, n)\ndef at(xs, n):\n    "
                                + body
                                + "\npick([1], 4)\n");

        assertThat(error.type()).isEqualTo("IndexError");
        assertThat(error.traceback())
                .extracting(Frame::function)
                .startsWith("<module>", "pick", "at")
                .endsWith("at"); // once more where the exception is raised by its name
        assertThat(error.traceback().getLast().source()).isEqualTo("return xs[n]");
        assertThat(locals(error, error.traceback().size() - 1)).containsEntry("xs", "[1]");
    }

    @Test
    void aLiarIsNotAsked() {
        Outcome outcome =
                call(
                        """
                        import builtins
                        def told(*a, **k): print('guest code ran')
                        class Liar:
                            __repr__ = __str__ = __len__ = __iter__ = __getattribute__ = told
                            __class__ = property(told)
                        class Fault(Exception):
                            __traceback__ = property(told)
                            args = property(told)
                            def __str__(self): return 'a fault'
                        class Space(dict):
                            keys = items = get = __iter__ = __getitem__ = told
                        def f(x, y):
                            raise Fault('x')
                        for name in 'type', 'dict', 'len', 'str', 'repr', 'getattr', 'isinstance':
                            setattr(builtins, name, told)
                        f(Liar(), Space(a=1))
                        """);

        assertThat(outcome.report().stdout()).isEmpty();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> {
                            assertThat(raised.error().message()).isEqualTo("a fault");
                            assertThat(locals(raised.error(), 1))
                                    .containsOnly(
                                            Map.entry("x", "<Liar object>"),
                                            Map.entry("y", "<Space object>"));
                        });
    }

    @Test
    void ofManyVariablesThoseOnTheLineComeFirst() {
        StringBuilder source = new StringBuilder("def f():\n");
        for (int i = 0; i < 40; i++) {
            source.append("    v%02d = %d\n".formatted(i, i));
        }
        GuestError error = raised(source.append("    return v39 / v00\nf()\n").toString());

        assertThat(error.traceback().getLast().locals())
                .hasSize(20)
                .startsWith(new Local("v00", "0"), new Local("v39", "39"))
                .contains(new Local("v01", "1"))
                .doesNotContain(new Local("v38", "38"));
    }

    @Test
    void onlyTheInnermostFramesOfADeepTracebackHaveThem() {
        GuestError error = raised("def f(n):\n    return 1 / n if n == 0 else f(n - 1)\nf(30)\n");

        assertThat(error.traceback()).hasSize(32);
        assertThat(locals(error, 31)).containsExactlyEntriesOf(Map.of("n", "0"));
        assertThat(locals(error, 22)).containsExactlyEntriesOf(Map.of("n", "9"));
        assertThat(locals(error, 21)).isEmpty();
    }

    @Test
    void aVeryDeepTracebackIsToldWithoutThem() {
        GuestError error = raised("def f(n):\n    return 1 / n if n == 0 else f(n - 1)\nf(300)\n");

        assertThat(error.traceback()).hasSize(50);
        assertThat(error.traceback()).allSatisfy(f -> assertThat(f.locals()).isEmpty());
    }

    @Test
    void aRefusalHasThemToo() {
        assertThat(call("def f(path):\n    return open(path)\nf('/etc/passwd')\n"))
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied ->
                                assertThat(locals(denied.error(), 1))
                                        .containsExactlyEntriesOf(Map.of("path", "'/etc/passwd'")));
    }

    @Test
    void readingThemIsPartOfTheGuestsTime() {
        Outcome outcome =
                sandbox.call(
                        FunctionSet.empty(),
                        Invocation.program(
                                """
                                def f():
                                    names = {f'n{i}': [list(range(1000))] * 1000 for i in range(1000)}
                                    locals().update(names)
                                    raise KeyError(names and 'x')
                                f()
                                """),
                        POLICY.with(LimitName.CPU_MS, 5_000));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> assertThat(locals(raised.error(), 1)).containsKey("names"));
    }

    private static Outcome call(String program) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), POLICY);
    }

    private static GuestError raised(String program) {
        Outcome outcome = call(program);
        assertThat(outcome).isInstanceOf(Outcome.Raised.class);
        return ((Outcome.Raised) outcome).error();
    }

    private static Map<String, String> locals(GuestError error, int frame) {
        Map<String, String> locals = new LinkedHashMap<>();
        error.traceback().get(frame).locals().forEach(l -> locals.put(l.name(), l.value()));
        return locals;
    }
}
