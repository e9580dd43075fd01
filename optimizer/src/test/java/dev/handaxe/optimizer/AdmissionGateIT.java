package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.TrainingOptions.PythonTool;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionGateIT {
    private static @Nullable Sandbox sandbox;

    @TempDir Path folder;

    @BeforeAll
    static void openSandbox() {
        sandbox = RealSandbox.open();
    }

    @AfterAll
    static void closeSandbox() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static FunctionRunner runner() {
        Sandbox open = Objects.requireNonNull(sandbox);
        return open::call;
    }

    private Admission judge(
            FunctionSet set, LeakScan leaks, ExecutionPolicy policy, ToolCall... calls) {
        return judge(Draft.of(new Evaluation(set, List.of())), leaks, policy, calls);
    }

    private Admission judge(
            Draft draft, LeakScan leaks, ExecutionPolicy policy, ToolCall... calls) {
        try (Ledger ledger = Ledger.open(folder.resolve("ledger.jsonl"), Clock.systemUTC())) {
            return new AdmissionGate(runner(), policy, ledger, leaks)
                    .judge(List.of(calls), draft, 3);
        }
    }

    private Admission judge(FunctionSet set, ToolCall... calls) {
        return judge(set, LeakScan.NONE, ExecutionPolicy.untrusted(), calls);
    }

    private static ToolCall written(String tool, String name, String code, String... examples) {
        ObjectNode arguments =
                Json.object()
                        .put("name", name)
                        .put("description", "d")
                        .put("arguments", World.SCHEMA)
                        .put("code", code);
        var list = arguments.putArray("examples");
        List.of(examples).forEach(list::add);
        return new ToolCall("1", tool, StubModel.reasoned(Json.write(arguments)));
    }

    private static ToolCall rename(String name, String newName) {
        return new ToolCall(
                "1",
                "rename_function",
                StubModel.reasoned(
                        "{\"name\":\"%s\",\"new_name\":\"%s\"}".formatted(name, newName)));
    }

    private static ToolCall remove(String name) {
        return new ToolCall(
                "1", "remove_function", StubModel.reasoned("{\"name\":\"" + name + "\"}"));
    }

    private Admission add(String name, String code) {
        return judge(FunctionSet.empty(), written("add_function", name, code));
    }

    private String refusal(String name, String code) {
        return refusal(add(name, code));
    }

    private static String refusal(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) admission).reason();
    }

    private static FunctionSet admitted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).draft().functions();
    }

    private static FunctionSet set(String... namesAndSources) {
        List<FunctionDefinition> functions = new ArrayList<>();
        for (int i = 0; i < namesAndSources.length; i += 2) {
            functions.add(
                    FunctionDefinition.builder(namesAndSources[i], namesAndSources[i + 1])
                            .parameters(ParameterSchema.parse(World.SCHEMA))
                            .build());
        }
        return FunctionSet.of(functions);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f(n):\n    return n",
                "def f(n, _memo=None):\n    return n",
                "def f(*, n):\n    return n",
                "def f(*given, **named):\n    return named",
                "def f(n):\n    try:\n        import numpy\n    except ImportError:\n        return n",
                "import os, io, json\ndef f(n):\n    return os.path.join('a', str(n))",
                "def f(n):\n    return eval('1 + 1')",
                "def f(n):\n    def open(x):\n        return x\n    return open(n)",
                "def f(**given):\n    return given",
                "import functools\n@functools.lru_cache\ndef f(n):\n    return n",
                "f = lambda n: n",
                "class f:\n    def __init__(self, n):\n        self.n = n",
            })
    void codeThatDefinesTheFunctionIsAdmitted(String code) {
        assertThat(add("f", code)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void codeThatDefinesAnotherNameIsRefused() {
        assertThat(refusal("f", "def g(n):\n    return n")).contains("does not define", "'f'");
    }

    @Test
    void aBuiltinsNameIsRefused() {
        assertThat(refusal("sum", "def sum(n):\n    return n"))
                .contains("sum is a builtin of Python", "another name");
    }

    @Test
    void aValueIsNoFunction() {
        assertThat(refusal("f", "f = 3")).contains("no function");
    }

    @Test
    void parametersThatDoNotFitTheSchemaAreRefused() {
        assertThat(refusal("f", "def f(m):\n    return m")).contains("do not fit", "'m'");
        assertThat(refusal("f", "def f(n, m):\n    return m")).contains("do not fit", "'m'");
    }

    @Test
    void aSyntaxErrorIsRefusedWithItsLine() {
        assertThat(refusal("f", "def f(n):\n    return n +")).contains("line 2");
    }

    @Test
    void codeThatRaisesWhenItIsDefinedIsRefusedWithTheError() {
        assertThat(refusal("f", "import numpy\ndef f(n):\n    return n")).contains("numpy");
    }

    @Test
    void codeThatNeverEndsIsRefusedWithTheLimit() {
        assertThat(refusal("f", "while True:\n    pass\ndef f(n):\n    return n"))
                .contains("Stopped by the limit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "n, m|the code requires 'm', which the schema does not have",
                "n, unit='m'|takes 'unit', which the schema does not have: add it there",
                "n=1|the schema requires 'n', which has a default",
                "n, /|'n' cannot be given by name",
                "n, *rest|*rest cannot be given by name",
            })
    void everyDifferenceOfSignatureAndSchemaIsNamed(String parameters, String reason) {
        assertThat(refusal("f", "def f(" + parameters + "):\n    return n"))
                .contains("do not fit its schema", reason);
    }

    @Test
    void aParameterThatTheSchemaDoesNotRequireNeedsADefault() {
        ObjectNode arguments =
                Json.object()
                        .put("name", "f")
                        .put("description", "d")
                        .put(
                                "arguments",
                                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[]}")
                        .put("code", "def f(n):\n    return n");
        ToolCall call =
                new ToolCall("1", "add_function", StubModel.reasoned(Json.write(arguments)));

        assertThat(refusal(judge(FunctionSet.empty(), call)))
                .contains("the code requires 'n', the schema does not", "give it a default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "import numpy|imports numpy, which is not there",
                "import socket|imports socket: there is no network",
                "from urllib import request|imports urllib: there is no network",
                "import subprocess as s|imports subprocess: no process",
                "import ctypes|imports ctypes: native code",
                "import threading|imports threading: no thread",
                "import tempfile|imports tempfile: there are no files",
                "from . import x|a relative import",
                "open('x')|calls open: there are no files",
                "import os; os.listdir('.')|calls os.listdir: there are no files",
                "import os as o; o.system('ls')|calls os.system: no process",
                "from pathlib import Path; Path('x').read_text()|calls read_text of a path",
                "input()|calls input: nobody answers",
                "import sys; sys.stdin.read()|reads sys.stdin",
                "eval(str(n))|calls eval on text from outside",
                "exec(n)|calls exec on text from outside",
                "__import__('numpy')|imports numpy, which is not there",
                "import importlib; importlib.import_module(n)|name is put together",
                "helper(n)|uses helper, which is defined nowhere",
            })
    void whatThePolicyDeniesIsSeenInTheSource(String statement, String reason) {
        assertThat(refusal("f", "def f(n):\n    " + statement + "\n    return n"))
                .contains("line 2", reason);
    }

    @Test
    void whatThePolicyGrantsIsNotRefused() {
        ExecutionPolicy granted = ExecutionPolicy.untrusted().with(Grants.none().withFolder());
        ToolCall call =
                written("add_function", "f", "def f(n):\n    open('x', 'w').close()\n    return n");

        admitted(judge(FunctionSet.empty(), LeakScan.NONE, granted, call));
    }

    @Test
    void modulesThatThePolicyDeniesAreRefused() {
        ExecutionPolicy narrow =
                ExecutionPolicy.untrusted()
                        .with(Grants.none().withModules(new ModuleRule.Except(Set.of("random"))));
        ToolCall call = written("add_function", "f", "def f(n):\n    import random\n    return n");

        assertThat(refusal(judge(FunctionSet.empty(), LeakScan.NONE, narrow, call)))
                .contains("line 2 imports random, which the policy does not allow");
    }

    @Test
    void aFunctionIsAdmittedUnderARuleThatNamesItsModules() {
        ExecutionPolicy narrow =
                ExecutionPolicy.untrusted()
                        .with(Grants.none().withModules(new ModuleRule.Only(Set.of("math"))));
        ToolCall call =
                written("add_function", "f", "import math\ndef f(n):\n    return math.sqrt(n)");

        admitted(judge(FunctionSet.empty(), LeakScan.NONE, narrow, call));
    }

    @Test
    void aFunctionOfTheSetMayBeUsedAndOneThatGoesMayNot() {
        FunctionSet both =
                set("f", "def f(n):\n    return n", "g", "def g(n):\n    return max(map(f, [n]))");

        assertThat(refusal(judge(both, remove("f")))).contains("g calls f", "revise g");
        FunctionSet spoken = set("f", "def f(n):\n    return n", "g", "def g(n):\n    'f(n)'");
        assertThat(admitted(judge(spoken, remove("f"))).size()).isEqualTo(1);
    }

    @Test
    void aRenameRewritesUsesAndNothingElse() {
        FunctionSet both =
                set(
                        "f",
                        "def f(n):\n    \"\"\"f of n.\"\"\"\n    return n if n < 1 else f(n - 1)",
                        "g",
                        "def g(n):\n    é = {'F': f}; return f\"{f(n)} f\" + str(é['F'](n))  # f");
        FunctionSet renamed = admitted(judge(both, rename("f", "down")));

        assertThat(renamed.functions())
                .extracting(FunctionDefinition::source)
                .containsExactly(
                        "def down(n):\n    \"\"\"f of n.\"\"\"\n    return n if n < 1 else down(n - 1)",
                        "def g(n):\n    é = {'F': down}; return f\"{down(n)} f\" + str(é['F'](n))  # f");
        assertThat(value(renamed, "g", 3)).isEqualTo(PythonValue.of("0 f0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "f = n|has a variable of its own called f",
                "down = n; return f(n)|uses the name down already",
                "return globals()['f'](n)|has f as a text",
                "return n.f + f(n)|not every use of f",
                "return f(f=n)|not every use of f",
            })
    void aRenameThatIsNotSafeIsRefused(String statement, String reason) {
        FunctionSet both = set("f", "def f(n):\n    return n", "g", "def g(n):\n    " + statement);

        assertThat(refusal(judge(both, rename("f", "down"))))
                .contains("cannot be renamed to down safely", reason);
    }

    @Test
    void aRenameToABuiltinIsRefused() {
        assertThat(refusal(judge(set("f", "def f(n):\n    return n"), rename("f", "sum"))))
                .contains("sum is a builtin of Python");
    }

    private static PythonValue value(FunctionSet set, String name, int n) {
        Outcome outcome =
                runner().call(
                                set,
                                Invocation.call(name, Map.of("n", PythonValue.of(n))),
                                ExecutionPolicy.untrusted());
        return outcome.returnedValue()
                .orElseThrow(() -> new AssertionError(OutcomeFormat.text(outcome, 500)));
    }

    @Test
    void examplesAreRunInTheSandbox() {
        String code = "def f(n):\n    return (n / 3, {'n': n})";
        String right = "{\"arguments\":{\"n\":2},\"expected\":[0.6666667,{\"n\":2}]}";
        String wrong = "{\"arguments\":{\"n\":2},\"expected\":[0.67,{\"n\":2}]}";

        admitted(judge(FunctionSet.empty(), written("add_function", "f", code, right)));
        assertThat(refusal(judge(FunctionSet.empty(), written("add_function", "f", code, wrong))))
                .contains("gives {\"$tuple\":[0.666", "expected is [0.67,{\"n\":2}]");
    }

    @Test
    void anExampleThatRaisesIsRefusedWithLineAndValues() {
        String code = "def f(n):\n    half = n // 2\n    return n / (half - 1)";
        String example = "{\"arguments\":{\"n\":2},\"expected\":1}";

        assertThat(refusal(judge(FunctionSet.empty(), written("add_function", "f", code, example))))
                .contains("ZeroDivisionError", "line 3", "return n / (half - 1)", "half = 1");
    }

    @Test
    void anExampleThatReachesALimitIsRefusedWithTheLimit() {
        String example = "{\"arguments\":{\"n\":2},\"expected\":1}";
        ToolCall call = written("add_function", "f", "def f(n):\n    while n: pass", example);
        ExecutionPolicy quick = ExecutionPolicy.untrusted().with(LimitName.CPU_MS, 300);

        assertThat(refusal(judge(FunctionSet.empty(), LeakScan.NONE, quick, call)))
                .contains("does not return", "Stopped by the limit cpu_ms");
    }

    @Test
    void aRandomFunctionIsRefused() {
        String code = "import random\ndef f(n):\n    return n + random.random() * 1e-9";
        String example = "{\"arguments\":{\"n\":2},\"expected\":2}";

        assertThat(refusal(judge(FunctionSet.empty(), written("add_function", "f", code, example))))
                .contains("made again", "no randomness");
    }

    @Test
    void aCallThatReturnedMustStillReturn() {
        FunctionSet old = set("f", "def f(n):\n    return n");
        FunctionCall recorded =
                new FunctionCall("f", "{\"n\": 7}", "returned", "7", Optional.empty());
        Rollout rollout =
                new Rollout(
                        "t",
                        Verdict.right(""),
                        List.of(new Message.User("q"), new Message.Assistant("a", List.of())),
                        List.of(recorded),
                        Usage.NONE);
        Draft draft = Draft.of(new Evaluation(old, List.of(rollout)));
        ToolCall revision = written("revise_function", "f", "def f(n):\n    return [1, 2][n]");

        assertThat(refusal(judge(draft, LeakScan.NONE, ExecutionPolicy.untrusted(), revision)))
                .contains("f with {\"n\":7}", "returned in the conversations", "IndexError");
    }

    @Test
    void aLookupTableOfAnswersIsRefusedWithoutShowingThem() {
        String code =
                """
                def f(n):
                    if n == 70:
                        return 4900
                    return {71: 5041, 40: 1600, 41: 1681}.get(n)
                """;
        Admission admission =
                judge(
                        FunctionSet.empty(),
                        TaskLeaks.of(World.splits(4, 3, 2)),
                        ExecutionPolicy.untrusted(),
                        written("add_function", "f", code));

        assertThat(refusal(admission))
                .contains("Line", "of the code of f", "a table from questions to answers")
                .doesNotContain("4900", "5041", "1600", "1681");
    }

    @Test
    void anAnswerMemorisedInAMatchIsRefused() {
        String code =
                """
                def f(n):
                    match n:
                        case 70:
                            return 4900
                        case 40 | 400:
                            return 1600
                        case _:
                            return 1681 if n == 41 else 0
                """;
        Admission admission =
                judge(
                        FunctionSet.empty(),
                        TaskLeaks.of(World.splits(4, 3, 2)),
                        ExecutionPolicy.untrusted(),
                        written("add_function", "f", code));

        assertThat(refusal(admission)).contains("a table from questions to answers");
    }

    @Test
    void sourceThatIsNestedTooDeeplyIsRefused() {
        String deep = "def f(n):\n    return " + "(".repeat(900) + "n" + ")".repeat(900);

        assertThat(refusal("f", deep)).isNotBlank();
    }

    @Test
    void callsOfASetRunThatSetsCodeAlsoWhenSetsAreUsedInTurn() {
        FunctionSet one = set("f", "def f(n):\n    return ['one', n]");
        FunctionSet two = set("f", "def f(n):\n    return ['two', n]");
        FunctionSet renamed = admitted(judge(one, rename("f", "down")));

        for (int n = 0; n < 6; n++) {
            assertThat(PythonJson.write(value(n % 2 == 0 ? one : two, "f", n)))
                    .isEqualTo("[\"%s\",%d]".formatted(n % 2 == 0 ? "one" : "two", n));
        }
        var tools =
                new AgentTools(runner(), ExecutionPolicy.untrusted(), PythonTool.ABSENT, renamed);
        assertThat(tools.run(new ToolCall("1", "down", "{\"n\":1}")).reply()).contains("one");
        assertThat(tools.run(new ToolCall("2", "f", "{\"n\":1}")).kind())
                .isEqualTo(FunctionCall.UNKNOWN);
    }
}
