package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.CallRequest.Target;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.GuestResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A context that serves call after call, and is each time as if no guest had run in it. */
class RestoredContextIT {
    private static ContextNursery nursery;
    private static LoneLane lane;

    @BeforeAll
    static void open() throws Exception {
        System.setProperty("python.AutomaticAsyncActions", "false");
        nursery = new ContextNursery(Preparation.RESTORED);
        nursery.awaitFirst();
        lane = new LoneLane(nursery);
    }

    @AfterAll
    static void close() {
        nursery.close();
    }

    @Test
    void thereIsAWayBack() {
        assertThat(nursery.unrestorable()).isEmpty();
    }

    @Test
    void theSameContextsServeAgain() throws Exception {
        Set<SpareContext> served = new HashSet<>();
        for (int call = 0; call < 12; call++) {
            run("x = %d\nimport math\nmath.left = x".formatted(call));
            SpareContext next = nursery.take();
            served.add(next);
            nursery.giveBack(next, true);
        }
        assertThat(served).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whatAFunctionLeftIsGone() throws Exception {
        String leave =
                """
                import builtins, collections, contextvars, functools, json, re, sys, threading
                json.dumps.__code__ = (lambda *a, **k: "left").__code__
                json.dumps.__kwdefaults__ = {"left": 1}
                json.JSONEncoder.item_separator = "left"
                collections.Counter.left = 1
                class Left(collections.OrderedDict): pass
                re._cache.clear()
                sys.left = builtins.left = 1
                sys.settrace(lambda *a: None)
                threading._shutdown_locks_lock.acquire() if hasattr(threading, "_shutdown_locks_lock") else None
                import _imp
                _imp.acquire_lock()
                var = contextvars.ContextVar("left")
                var.set(1)
                Exception.left = 1
                """;
        String look =
                """
                import builtins, collections, contextvars, json, re, sys
                found = [json.dumps([1, 2]), json.dumps.__kwdefaults__.get("left"),
                         hasattr(collections.Counter, "left"), hasattr(sys, "left"),
                         hasattr(builtins, "left"), sys.gettrace(), "threading" in sys.modules,
                         [c.__name__ for c in collections.OrderedDict.__subclasses__()],
                         [v.name for v in contextvars.copy_context()], re.sub("a", "b", "aa"),
                         sorted(globals())]
                import decimal
                print(found)
                """;
        String before = printed(run(look));
        for (int round = 0; round < 6; round++) {
            run(leave);
            assertThat(printed(run(look))).isEqualTo(before);
        }
        assertThat(before).startsWith("['[1, 2]', None, False, False, False, None, False, [");
    }

    @Test
    void closedStreamsAreOpenAgain() throws Exception {
        String look = "import sys\nprint('seen')\nprint('too', file=sys.stderr)";
        for (String deed :
                List.of(
                        "import os\nos.close(1)",
                        "import os\nos.close(2)\nos.close(0)",
                        "import os\nos.dup2(2, 1)",
                        "import sys\nsys.stdout.close()\nsys.stderr.close()",
                        "import sys\nsys.stdout.detach()",
                        "import sys\nsys.stdout.reconfigure(encoding='utf-16', newline='-')",
                        "import sys\nprint('half', end='')\nsys.stdout.buffer.raw.close()")) {
            for (int round = 0; round < 3; round++) {
                run(deed);
                assertThat(printed(run(look))).as(deed).isEqualTo("seen\ntoo\n");
            }
        }
    }

    @Test
    void functionsOfTheCallBeforeAreNotThere() throws Exception {
        List<CallRequest.FunctionSource> one =
                List.of(new CallRequest.FunctionSource("one", "def one():\n    return 1\n"));
        List<CallRequest.FunctionSource> two =
                List.of(new CallRequest.FunctionSource("two", "def two():\n    return one()\n"));
        for (int round = 0; round < 4; round++) {
            assertThat(call(one, "one")).isInstanceOf(GuestResult.Value.class);
            assertThat(call(two, "two"))
                    .isInstanceOfSatisfying(
                            GuestResult.Failed.class,
                            failed -> assertThat(failed.error().type()).isEqualTo("NameError"));
        }
    }

    @Test
    void randomNumbersDoNotRepeatThemselves() throws Exception {
        Set<String> drawn = new HashSet<>();
        for (int call = 0; call < 6; call++) {
            drawn.add(printed(run("import random, os\nprint(random.random(), os.urandom(8))")));
        }
        assertThat(drawn).hasSize(6);
    }

    @Test
    void anErrorOrAnExitIsFollowedByACleanCall() throws Exception {
        String look = "import sys\nprint(sys.exc_info(), 'x' in globals())";
        String before = printed(run(look));
        for (String end :
                List.of(
                        "x = 1\nraise ValueError('x' * 100)",
                        "x = 1\nimport sys\nsys.exit(3)",
                        "x = 1\ndef f(): f()\nf()",
                        "x = 1\nwhile True: pass",
                        "x = (")) {
            run(end);
            assertThat(printed(run(look))).as(end).isEqualTo(before);
        }
        assertThat(before).isEqualTo("(None, None, None) False\n");
    }

    private static GuestResult call(List<CallRequest.FunctionSource> functions, String name)
            throws Exception {
        Target target = Target.call(name, List.of(), java.util.Map.of());
        return finished(
                lane.run(
                        new CallRequest(functions, target, ExecutionPolicy.evaluation().limits())));
    }

    private static List<Frame> run(String program) throws Exception {
        var limits = ExecutionPolicy.evaluation().limits();
        return lane.run(new CallRequest(List.of(), Target.program(program), limits));
    }

    private static GuestResult finished(List<Frame> frames) {
        return ((Frame.Finished) frames.getLast()).result();
    }

    private static String printed(List<Frame> frames) {
        assertThat(finished(frames)).isInstanceOf(GuestResult.Value.class);
        StringBuilder text = new StringBuilder();
        for (Frame frame : frames) {
            if (frame instanceof Frame.Output output) {
                text.append(new String(output.bytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }
}
