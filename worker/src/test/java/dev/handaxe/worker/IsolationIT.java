package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two callers with different function sets. One leaves behind whatever Python lets it; the other
 * looks at everything that could have changed, and sees what it saw before.
 */
class IsolationIT {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.evaluation();
    private static final FunctionSet POISONER = set("poison", resource("poison.py"));
    private static final FunctionSet OBSERVER = set("observe", resource("observe.py"));

    @ParameterizedTest
    @EnumSource(
            value = Isolation.class,
            names = {"CONTEXT", "RESTORED", "PROCESS"})
    void whatOneCallerLeavesAnotherDoesNotSee(Isolation isolation) {
        ExecutionPolicy policy = POLICY.with(isolation);
        try (Sandbox sandbox = open(SandboxOptions.defaults().withWorkers(1))) {
            Map<String, PythonValue> before = observe(sandbox, policy);
            for (int round = 0; round < 2; round++) {
                Set<Long> poisoned = poison(sandbox, policy);
                Map<String, PythonValue> after = observe(sandbox, policy);
                Set<Long> observed = LiveWorkers.ids();
                // The same worker, where it may serve again, or the comparison would say nothing.
                assertThat(observed.equals(poisoned)).isEqualTo(isolation != Isolation.PROCESS);
                assertThat(after).isEqualTo(before);
            }
        }
    }

    @Test
    void whatASessionLeavesNobodyElseSees() {
        ExecutionPolicy policy = POLICY.with(Isolation.SESSION);
        try (Sandbox sandbox = open(SandboxOptions.defaults().withWorkers(2))) {
            Map<String, PythonValue> clean = observe(sandbox, POLICY);
            try (Session poisoned = sandbox.openSession(POISONER, policy);
                    Session beside = sandbox.openSession(OBSERVER, policy)) {
                Outcome poison = poisoned.call(Invocation.call("poison"));
                assertThat(poison.returnedValue()).as(poison.toString()).isPresent();
                assertThat(poison.report().session()).isEqualTo(Outcome.SessionState.KEPT);
                assertThat(entries(beside.call(Invocation.call("observe")))).isEqualTo(clean);
                assertThat(observe(sandbox, POLICY)).isEqualTo(clean);
            }
            // the worker that held the session may serve again: the next one must not see it
            for (int next = 0; next < 3; next++) {
                try (Session after = sandbox.openSession(OBSERVER, policy)) {
                    assertThat(entries(after.call(Invocation.call("observe")))).isEqualTo(clean);
                }
            }
        }
    }

    @Test
    void theObserverWouldSeeWhatThePoisonerLeaves() {
        String both = resource("poison.py") + "\n" + resource("observe.py");
        FunctionSet tainted =
                set("both", both + "\ndef both():\n    poison()\n    return observe()\n");
        try (Sandbox sandbox = open(SandboxOptions.defaults().withWorkers(1))) {
            Map<String, PythonValue> clean = observe(sandbox, POLICY);
            Map<String, PythonValue> dirty =
                    entries(sandbox.call(tainted, Invocation.call("both"), POLICY));
            Set<String> seen = new HashSet<>();
            clean.forEach(
                    (what, value) -> {
                        if (!value.equals(dirty.get(what))) {
                            seen.add(what);
                        }
                    });
            assertThat(seen).hasSizeGreaterThanOrEqualTo(clean.size() * 3 / 4);
        }
    }

    @Test
    void twoTenantsNeverShareAWorker() {
        // in bubblewrap each worker has the same process id, as it sees it
        SandboxOptions two =
                SandboxOptions.defaults().withWorkers(2).withBubblewrap(new BubblewrapUse.Off());
        Map<String, Set<Long>> served = new TreeMap<>();
        try (Sandbox sandbox = Sandbox.open(two.withSpares(0))) {
            for (int round = 0; round < 3; round++) {
                for (String tenant : List.of("a", "b", "c")) {
                    Invocation call = Invocation.call("pid").forTenant(tenant);
                    Outcome outcome =
                            sandbox.call(
                                    set("pid", "import os\ndef pid():\n    return os.getpid()\n"),
                                    call,
                                    POLICY);
                    PyInt pid = (PyInt) outcome.returnedValue().orElseThrow();
                    served.computeIfAbsent(tenant, key -> new HashSet<>())
                            .add(pid.value().longValueExact());
                }
            }
        }
        Set<Long> all = new HashSet<>();
        served.values().forEach(all::addAll);
        assertThat(all).hasSize(served.values().stream().mapToInt(Set::size).sum());
        assertThat(all).hasSizeGreaterThan(2).doesNotContain(ProcessHandle.current().pid());
    }

    @Test
    void aWorkerOfItsOwnHasServedNobodyBefore() {
        SandboxOptions plain = SandboxOptions.defaults().withBubblewrap(new BubblewrapUse.Off());
        try (Sandbox sandbox = open(plain.withWorkers(1))) {
            PythonValue shared = pid(sandbox, POLICY);
            PythonValue own = pid(sandbox, POLICY.with(Isolation.PROCESS));
            PythonValue next = pid(sandbox, POLICY.with(Isolation.PROCESS));
            assertThat(own).isNotEqualTo(shared);
            assertThat(next).isNotEqualTo(own).isNotEqualTo(shared);
        }
    }

    private static PythonValue pid(Sandbox sandbox, ExecutionPolicy policy) {
        FunctionSet functions = set("pid", "import os\ndef pid():\n    return os.getpid()\n");
        return sandbox.call(functions, Invocation.call("pid"), policy)
                .returnedValue()
                .orElseThrow();
    }

    @Test
    void aWorkerIsReplacedAfterItsNumberOfCalls(@TempDir Path folder) throws IOException {
        UnreliableStart start = UnreliableStart.ofJava(folder, "-Dhandaxe.worker.calls=3");
        try (Sandbox sandbox = open(start.in(SandboxOptions.defaults().withWorkers(1)))) {
            Set<Long> first = afterCall(sandbox, "1");
            assertThat(afterCall(sandbox, "1")).isEqualTo(first);
            afterCall(sandbox, "1"); // its third: it asks to be replaced
            assertThat(afterCall(sandbox, "1")).doesNotContainAnyElementsOf(first);
        }
    }

    @Test
    void aWorkerIsReplacedWhenItsHeapHasGrown(@TempDir Path folder) throws IOException {
        UnreliableStart start = UnreliableStart.ofJava(folder, "-Dhandaxe.worker.heap=0.01");
        try (Sandbox sandbox = open(start.in(SandboxOptions.defaults().withWorkers(1)))) {
            Set<Long> first = afterCall(sandbox, "1");
            String garbage = "import gc\nx = [bytes(1000) for _ in range(60000)]\ngc.collect()";
            afterCall(sandbox, garbage);
            afterCall(sandbox, garbage);
            assertThat(afterCall(sandbox, "1")).doesNotContainAnyElementsOf(first);
        }
    }

    private static Set<Long> poison(Sandbox sandbox, ExecutionPolicy policy) {
        Set<Long> workers = LiveWorkers.ids();
        Outcome outcome = sandbox.call(POISONER, Invocation.call("poison"), policy);
        assertThat(outcome.returnedValue()).as(outcome.toString()).isPresent();
        return workers;
    }

    private static Map<String, PythonValue> observe(Sandbox sandbox, ExecutionPolicy policy) {
        return entries(sandbox.call(OBSERVER, Invocation.call("observe"), policy));
    }

    private static Map<String, PythonValue> entries(Outcome outcome) {
        PyDict dict =
                (PyDict)
                        outcome.returnedValue()
                                .orElseThrow(() -> new AssertionError(outcome.toString()));
        return dict.entries().stream()
                .collect(
                        Collectors.toMap(
                                e -> ((PythonValue.PyStr) e.key()).value(), PyDict.Entry::value));
    }

    private static Set<Long> afterCall(Sandbox sandbox, String program) {
        Outcome outcome = sandbox.call(FunctionSet.empty(), Invocation.program(program), POLICY);
        assertThat(outcome).isInstanceOf(Outcome.Returned.class);
        return LiveWorkers.ids();
    }

    private static Sandbox open(SandboxOptions options) {
        Sandbox sandbox = Sandbox.open(options.withSpares(0));
        sandbox.warm(POLICY);
        return sandbox;
    }

    private static FunctionSet set(String name, String source) {
        return FunctionSet.of(List.of(FunctionDefinition.builder(name, source).build()));
    }

    private static String resource(String name) {
        try (InputStream in = IsolationIT.class.getResourceAsStream("isolation/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
