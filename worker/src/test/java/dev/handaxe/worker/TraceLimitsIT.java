package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Session;
import dev.handaxe.runtime.Trace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trace does not hold, and what it leaves as it is without one. */
class TraceLimitsIT extends TracedCalls {
    @Test
    void moreCallsThanATraceHoldsAreCutAndSaidToBe() {
        Trace trace = run("def f(n):\n    return n\nfor i in range(1500): f(i)\n", TraceMode.CALLS);

        assertThat(trace.calls()).hasSize(1000);
        assertThat(trace.calls().getLast().arguments()).isEqualTo("n=999");
        assertThat(trace.truncated()).isTrue();
    }

    @Test
    void theOutermostCallIsToldWholeWhenItsInnerCallsAreTooMany() {
        Trace trace =
                run(
                        "def f(n):\n    return n\ndef g():\n    return sum(f(i) for i in"
                                + " range(3000))\ng()\n",
                        TraceMode.CALLS);

        assertThat(trace.calls().getFirst().function()).isEqualTo("g");
        assertThat(trace.calls().getFirst().result()).isEqualTo("4498500");
        assertThat(trace.truncated()).isTrue();
    }

    @Test
    void longLoopsAreCountedExactlyAndNumbersStayExact() {
        Trace trace =
                run(
                        """
                        def f():
                            last = 0
                            seen = []
                            for i in range(20000):
                                last = i * 2
                                seen.append(i)
                            return last
                        f()
                        """,
                        TraceMode.LINES);

        assertThat(lines(trace)).containsEntry(5, "20000 last=39998");
        assertThat(line(trace, 6).count()).isEqualTo(20000);
        assertThat(trace.truncated()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(TraceMode.class)
    void deepRecursionWorksAsWithoutATrace(TraceMode mode) {
        String source =
                """
                def down(n):
                    left = n - 1
                    return 0 if n == 0 else 1 + down(left)
                assert down(900) == 900
                """;
        Outcome outcome = call(source, mode);

        assertThat(outcome).isInstanceOf(Outcome.Returned.class);
        assertThat(outcome.report().trace().map(t -> t.calls().size()))
                .isEqualTo(mode == TraceMode.OFF ? Optional.empty() : Optional.of(901));
        assertThat(outcome.report().trace().map(t -> t.calls().getLast().depth()))
                .isEqualTo(mode == TraceMode.OFF ? Optional.empty() : Optional.of(900));
    }

    @ParameterizedTest
    @EnumSource(TraceMode.class)
    void endlessRecursionMeetsItsLimitAndKeepsTheTrace(TraceMode mode) {
        Outcome outcome = call("def f(n):\n    return f(n + 1)\nf(0)\n", mode);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        limit -> assertThat(limit.breach().limit()).isEqualTo(LimitName.RECURSION));
        if (mode != TraceMode.OFF) {
            assertThat(trace(outcome).calls()).hasSizeGreaterThan(900);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CALLS", "LINES"})
    void theTraceSoFarSurvivesAStopStage(TraceMode mode) {
        String source =
                """
                def spin(start):
                    seen = {}
                    n = start
                    while True:
                        n += 1
                        seen[n % 7] = n
                spin(3)
                """;
        Outcome outcome =
                sandbox.call(
                        FunctionSet.empty(),
                        Invocation.program(source),
                        POLICY.with(LimitName.CPU_MS, 500).with(mode));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        limit -> {
                            assertThat(limit.breach().limit()).isEqualTo(LimitName.CPU_MS);
                            assertThat(limit.breach().stage()).isEqualTo(Stage.SOFT);
                        });
        assertThat(trace(outcome).calls())
                .extracting(Trace.Call::function, Trace.Call::arguments, Trace.Call::raised)
                .containsExactly(tuple("spin", "start=3", false));
        if (mode == TraceMode.LINES) {
            assertThat(line(trace(outcome), 5).count()).isGreaterThan(100);
        }
    }

    /** GraalPy shares the parsed form of equal sources, for as long as it happens to be there. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void callsOneAfterTheOtherDoNotMix(int round) {
        String source =
                """
                def g(n):
                    m = n * ROUND
                    return m
                def f(n):
                    return g(n)
                """;
        FunctionSet functions =
                FunctionSet.of(List.of(function("f", source.replace("ROUND", "" + round))));
        int n = 0;
        for (TraceMode mode :
                List.of(
                        TraceMode.OFF,
                        TraceMode.OFF,
                        TraceMode.CALLS,
                        TraceMode.LINES,
                        TraceMode.OFF,
                        TraceMode.LINES,
                        TraceMode.CALLS)) {
            n++;
            Outcome outcome =
                    sandbox.call(
                            functions, Invocation.call("f", PythonValue.of(n)), POLICY.with(mode));

            assertThat(outcome.returnedValue()).contains(PythonValue.of((long) n * round));
            assertThat(outcome.report().trace().map(Trace::mode))
                    .isEqualTo(mode == TraceMode.OFF ? Optional.empty() : Optional.of(mode));
            if (mode != TraceMode.OFF) {
                assertThat(trace(outcome).calls())
                        .extracting(Trace.Call::function, Trace.Call::arguments)
                        .containsExactly(tuple("f", "n=" + n), tuple("g", "n=" + n));
            }
            if (mode == TraceMode.LINES) {
                assertThat(line(trace(outcome), "f.py", 2).changes()).isEqualTo("m=" + n * round);
            } else if (mode == TraceMode.CALLS) {
                assertThat(trace(outcome).lines()).isEmpty();
            }
        }
    }

    @Test
    void eachCallOfASessionHasATraceOfItsOwn() {
        FunctionSet functions =
                FunctionSet.of(List.of(function("f", "def f(n):\n    m = n + 1\n    return m\n")));
        ExecutionPolicy policy = POLICY.with(TraceMode.LINES);
        try (Session session = sandbox.openSession(functions, policy)) {
            for (int n = 1; n <= 3; n++) {
                Trace trace = trace(session.call(Invocation.call("f", PythonValue.of(n))));

                assertThat(trace.calls())
                        .extracting(Trace.Call::arguments, Trace.Call::result)
                        .containsExactly(tuple("n=" + n, "" + (n + 1)));
                assertThat(line(trace, "f.py", 2).changes()).isEqualTo("m=" + (n + 1));
            }
            Trace first = trace(session.call(Invocation.program("x = f(1)\n")));
            Trace second = trace(session.call(Invocation.program("x = x + f(2)\n")));

            assertThat(line(first, "main.py", 1).changes()).isEqualTo("x=2");
            assertThat(line(second, "main-2.py", 1).changes()).isEqualTo("x=5");
        }
    }

    @Test
    void theGuestsOwnTracingIsItsOwnBusiness() {
        Trace trace =
                run(
                        """
                        import sys
                        def own(frame, event, arg):
                            return own
                        def f(n):
                            m = n
                            return m
                        sys.settrace(own)
                        sys.setprofile(own)
                        f(1)
                        sys.settrace(None)
                        sys.setprofile(None)
                        f(2)
                        """,
                        TraceMode.LINES);

        assertThat(trace.calls().stream().filter(call -> call.function().equals("f")))
                .extracting(Trace.Call::arguments, Trace.Call::result)
                .containsExactly(tuple("n=1", "1"), tuple("n=2", "2"));
        assertThat(lines(trace)).containsEntry(5, "2 m=2");
    }

    @Test
    void aSyntaxErrorIsTheSameWithAndWithoutATrace() {
        for (String source : List.of("def f(:\n", "x = 1 \\", "x = '''abc\n", "if x:\n")) {
            FunctionSet functions = FunctionSet.of(List.of(function("f", source)));
            List<String> kinds =
                    List.of(TraceMode.values()).stream()
                            .map(
                                    mode ->
                                            sandbox.call(
                                                            functions,
                                                            Invocation.call("f"),
                                                            POLICY.with(mode))
                                                    .kind())
                            .toList();

            assertThat(kinds).as(source).containsOnly("rejected");
        }
    }
}
