package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.handaxe.policy.Isolation;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a trace holds, from real worker processes. */
class TracesIT extends TracedCalls {
    @Test
    void callsAreToldInOrderWithArgumentsResultsAndNesting() {
        String source =
                """
                def outer(n, *rest, k=1, **more):
                    total = inner(n)
                    try:
                        inner('x')
                    except TypeError:
                        pass
                    n = None
                    return [total, k]
                def inner(m):
                    return m - 1
                outer(5, 6, 7, z=None)
                """;

        assertThat(run(source, TraceMode.CALLS).calls())
                .extracting(
                        Trace.Call::depth,
                        Trace.Call::function,
                        Trace.Call::line,
                        Trace.Call::arguments,
                        Trace.Call::raised)
                .containsExactly(
                        tuple(0, "outer", 1, "n=5, k=1, *rest=(6, 7), **more={'z': None}", false),
                        tuple(1, "inner", 9, "m=5", false),
                        tuple(1, "inner", 9, "m='x'", true));
        assertThat(run(source, TraceMode.CALLS).calls())
                .extracting(Trace.Call::result)
                .containsExactly(
                        "[4, 1]",
                        "4",
                        "TypeError: unsupported operand type(s) for -: 'str' and 'int'");
    }

    @Test
    void callsOfFunctionsOfASetAreTold() {
        FunctionSet functions =
                FunctionSet.of(
                        List.of(
                                function("half", "def half(n):\n    return n / 2\n"),
                                function(
                                        "quarter", "def quarter(n):\n    return half(half(n))\n")));
        Outcome outcome =
                sandbox.call(
                        functions,
                        Invocation.call("quarter", PythonValue.of(10)),
                        POLICY.with(TraceMode.CALLS));

        assertThat(trace(outcome).calls())
                .extracting(Trace.Call::depth, Trace.Call::function, Trace.Call::result)
                .containsExactly(
                        tuple(0, "quarter", "2.5"),
                        tuple(1, "half", "5.0"),
                        tuple(1, "half", "2.5"));
    }

    @Test
    void aWorkersFirstCallMayBeTracedWhileItsNextContextIsBeingMade() {
        for (int i = 0; i < 8; i++) {
            Outcome outcome =
                    sandbox.call(
                            FunctionSet.empty(),
                            Invocation.program("sum([n for n in range(9)])"),
                            POLICY.with(TraceMode.CALLS).with(Isolation.PROCESS));

            assertThat(outcome).as("call %d", i).isInstanceOf(Outcome.Returned.class);
        }
    }

    @Test
    void durationsNestAndAreNotNegative() {
        Trace trace =
                run(
                        """
                        def slow():
                            return sum(range(200000))
                        def outer():
                            return slow() + slow()
                        outer()
                        """,
                        TraceMode.CALLS);

        assertThat(trace.calls()).hasSize(3);
        assertThat(trace.calls().get(1).duration()).isPositive();
        assertThat(trace.calls().get(0).duration())
                .isGreaterThanOrEqualTo(
                        trace.calls().get(1).duration().plus(trace.calls().get(2).duration()));
    }

    @Test
    void aTraceIsOnlyThereWhenItIsAskedFor() {
        assertThat(call("def f():\n    return 1\nf()\n", TraceMode.OFF).report().trace()).isEmpty();
    }

    @Test
    void generatorsAndCoroutinesAreOneCallEach() {
        Trace trace =
                run(
                        """
                        def numbers(n):
                            for i in range(n):
                                yield i
                        async def answer(q):
                            return await other(q)
                        async def other(q):
                            return q * 2
                        list(numbers(3))
                        stopped = numbers(9)
                        next(stopped)
                        next(stopped)
                        never = numbers(7)
                        try:
                            answer(21).send(None)
                        except StopIteration:
                            pass
                        """,
                        TraceMode.LINES);

        assertThat(trace.calls())
                .extracting(Trace.Call::function, Trace.Call::arguments, Trace.Call::result)
                .containsExactly(
                        tuple("numbers", "n=3", "None"),
                        tuple("numbers", "n=9", "yielded 1"),
                        tuple("numbers", "n=7", "<suspended>"),
                        tuple("answer", "q=21", "42"),
                        tuple("other", "q=21", "42"));
        assertThat(line(trace, 3).count()).isEqualTo(5);
        assertThat(line(trace, 2).changes()).isEqualTo("i=1");
    }

    @Test
    void lambdasAndMethodsAreCallsAndComprehensionsAndClassBodiesAreNot() {
        Trace trace =
                run(
                        """
                        class Stack:
                            size = 0
                            def push(self, x):
                                self.size += x
                                return [y for y in range(x)]
                        double = lambda v: v * 2
                        Stack().push(double(1))
                        sum(q for q in (1, 2))
                        """,
                        TraceMode.CALLS);

        assertThat(trace.calls())
                .extracting(Trace.Call::function, Trace.Call::arguments, Trace.Call::result)
                .containsExactly(
                        tuple("<lambda>", "v=1", "2"),
                        tuple("Stack.push", "self=<Stack object>, x=2", "[0, 1]"));
    }

    @Test
    void linesAreCountedAndTellTheLastValuesThatTheySet() {
        Trace trace =
                run(
                        """
                        def mean(xs):
                            total = 0
                            seen = []
                            for x in xs:
                                total += x
                                seen.append(x)
                                if x > 2:
                                    big = x
                            return total / len(xs)
                        limit = 3
                        result = mean([1, 2, 3, 4])
                        """,
                        TraceMode.LINES);

        assertThat(lines(trace))
                .containsEntry(2, "1 total=0")
                .containsEntry(3, "1 seen=[]")
                .containsEntry(4, "1 x=4")
                .containsEntry(5, "4 total=10")
                .containsEntry(6, "4 seen=[1, 2, 3, 4]")
                .containsEntry(7, "4 ")
                .containsEntry(8, "2 big=4")
                .containsEntry(9, "1 ")
                .containsEntry(10, "1 limit=3")
                .containsEntry(11, "1 result=2.5");
        assertThat(trace.calls()).extracting(Trace.Call::function).containsExactly("mean");
        assertThat(trace.truncated()).isFalse();
    }

    @Test
    void variablesSharedWithInnerFunctionsAreRead() {
        Trace trace =
                run(
                        """
                        def counter(start):
                            count = start
                            def add(n):
                                nonlocal count
                                count += n
                                return count + start
                            return add
                        counter(10)(5)
                        """,
                        TraceMode.LINES);

        assertThat(trace.calls())
                .extracting(Trace.Call::function, Trace.Call::arguments, Trace.Call::result)
                .containsExactly(
                        tuple("counter", "start=10", "<function object>"),
                        tuple("counter.<locals>.add", "n=5", "25"));
        assertThat(lines(trace)).containsEntry(2, "1 count=10").containsEntry(5, "1 count=15");
    }

    @Test
    void renderingRunsNoCodeOfTheGuest() {
        Trace trace =
                run(
                        """
                        import sys
                        class Liar:
                            def told(self, *a): print('guest code ran')
                            __repr__ = __str__ = __len__ = __iter__ = __hash__ = __eq__ = told
                            __class__ = property(lambda self: list)
                            def __getattribute__(self, name): print('guest code ran')
                        class Meta(type):
                            def __getattribute__(cls, name): print('guest code ran')
                            __name__ = property(lambda cls: print('guest code ran'))
                            def __repr__(cls): print('guest code ran')
                        class Made(metaclass=Meta): pass
                        class Items(list):
                            def __getitem__(self, i): print('guest code ran')
                            __len__ = __iter__ = __repr__ = __getitem__
                        class Names(dict):
                            def items(self): print('guest code ran')
                            keys = __iter__ = __len__ = __repr__ = items
                        class Number(int):
                            def __repr__(self): print('guest code ran')
                            __str__ = __int__ = __index__ = __repr__
                        class Fault(ValueError):
                            args = property(lambda self: print('guest code ran'))
                            def __str__(self): print('guest code ran'); return 'told'
                        def show(*values):
                            copy = values
                            fault = Fault('x')
                            raise fault
                        try:
                            show(Liar(), Made(), Made, Items([1]), Names(a=1), Number(3), [Liar()])
                        except ValueError:
                            pass
                        """,
                        TraceMode.LINES,
                        "");

        assertThat(trace.calls())
                .extracting(Trace.Call::arguments, Trace.Call::result, Trace.Call::raised)
                .containsExactly(
                        tuple(
                                "*values=(<Liar object>, <Made object>, <Meta object>, <Items object>,"
                                        + " <Names object>, <Number object>, [<Liar object>])",
                                "Fault",
                                true));
        assertThat(lines(trace)).containsEntry(26, "1 fault=<Fault object>");
    }

    @Test
    void valuesAreBoundedAndHarmless() {
        Trace trace =
                run(
                        """
                        def f(text, number, wide, cyclic, hostile, data):
                            return frozenset([1]), 2.0, 1e22, -0.0, 3j, bytearray(2), int
                        cyclic = {}
                        cyclic['me'] = cyclic
                        f('x' * 10_000_000, 7 ** 9999, list(range(100_000)), cyclic,
                          '\\x1b[31m\\u202e\\u2028\\ud800', bytes(range(256)))
                        """,
                        TraceMode.CALLS);
        Trace.Call call = trace.calls().getFirst();

        assertThat(call.arguments())
                .hasSizeLessThanOrEqualTo(300)
                .startsWith("text='xxxx")
                .contains("... (10000000 characters), number=<int of 28071 bits>, wide=[0, 1, 2,")
                .endsWith("...");
        assertThat(call.result())
                .isEqualTo(
                        "(frozenset({1}), 2.0, 1e+22, -0.0, complex(0.0, 3.0),"
                                + " bytearray(b'\\x00\\x00'), <class int>)");
        assertThat(
                        run(
                                        """
                                        def g(hostile, cyclic):
                                            pass
                                        c = {}
                                        c['me'] = c
                                        g('\\x1b[31m\\u202e\\u2028\\ud800\\n', c)
                                        """,
                                        TraceMode.CALLS)
                                .calls()
                                .getFirst()
                                .arguments())
                .isEqualTo(
                        "hostile='\\x1b[31m\\u202e\\u2028\\ud800\\n',"
                                + " cyclic={'me': {'me': {'me': {...}}}}");
    }
}
