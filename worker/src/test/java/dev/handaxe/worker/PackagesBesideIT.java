package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.policy.Confinement;
import dev.handaxe.policy.Determinism;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import dev.handaxe.runtime.Trace;
import dev.handaxe.runtime.packages.PackageStore;
import dev.handaxe.runtime.packages.PackageStore.Compiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages beside what else a policy says: sessions, folders, module rules, traces and seeds. */
class PackagesBesideIT {
    /** It keeps what it drew, and the functions that tell the time. */
    private static final String DICE =
            """
            import datetime, random
            from time import time
            drawn = random.random()
            own = random.Random()
            state = []
            def roll():
                return [drawn, own.random(), random.random(), time(), str(datetime.datetime.now())]
            def later():
                import decimal
                from dice import main
                return main.ask(3)
            def fails(x):
                from dice import main
                return main.fails(x)
            """;

    /** Imported late, and called as the file of a program is, and that of a function. */
    private static final String MAIN =
            """
            def ask(n):
                total = 0
                for i in range(n):
                    total += i
                return total
            def fails(x):
                secret_of_the_package = x
                return 1 // x
            """;

    private static final Grants GRANTS = Grants.none().withPackages(List.of("dice"));
    private static final ExecutionPolicy POLICY = ExecutionPolicy.evaluation().with(GRANTS);

    @TempDir private static Path folder;
    private static Sandbox sandbox = Sandbox.open(SandboxOptions.defaults());

    @BeforeAll
    static void open() throws IOException {
        Path dice = Files.createDirectories(folder.resolve("from/dice"));
        Files.writeString(dice.resolve("__init__.py"), DICE);
        Files.writeString(dice.resolve("main.py"), MAIN);
        SandboxOptions options =
                SandboxOptions.defaults()
                        .withWorkers(1)
                        .withSpares(0)
                        .withPackageStore(folder.resolve("store"));
        PackageStore.open(folder.resolve("store"))
                .add(folder.resolve("from"), List.of("dice"), Compiler.in(options));
        sandbox.close();
        sandbox = Sandbox.open(options);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void aSessionKeepsTheStateOfAPackageAndStartsAtOnce() {
        FunctionSet functions =
                functions(
                        "add",
                        "import dice\ndef add(x):\n    dice.state.append(x)\n    return dice.state\n");
        try (Session session = sandbox.openSession(functions, POLICY)) {
            session.call(Invocation.call("add", PythonValue.of(1)));
            Outcome second = session.call(Invocation.call("add", PythonValue.of(2)));

            assertThat(second.returnedValue())
                    .contains(
                            new PythonValue.PyList(List.of(PythonValue.of(1), PythonValue.of(2))));
            assertThat(second.report().session()).isEqualTo(SessionState.KEPT);
            assertThat(second.report().metrics().init()).isLessThan(Duration.ofMillis(100));
            assertThat(session.call(Invocation.program("import dice\nprint(dice.state)")))
                    .extracting(outcome -> outcome.report().stdout())
                    .isEqualTo("[1, 2]\n");
        }
    }

    @Test
    void workersThatMustBeConfinedHaveThePackages() {
        assumeTrue(
                sandbox.confinement().name().equals("bubblewrap"),
                "skipped: this host confines nothing");
        Outcome outcome =
                run("import dice\nprint(dice.later())", POLICY.with(Confinement.REQUIRED));

        assertThat(outcome.report().stdout()).isEqualTo("3\n");
        assertThat(outcome.report().confinement()).isEqualTo("bubblewrap");
    }

    @Test
    void aListOfModulesLeavesGrantedPackagesAllowedAndWhatTheyNeed() {
        ExecutionPolicy only = with(GRANTS.withModules(new ModuleRule.Only(Set.of("json"))));

        assertThat(run("import dice\nfrom dice.main import ask\nprint(dice.later(), ask(2))", only))
                .extracting(outcome -> outcome.report().stdout())
                .isEqualTo("3 1\n");
        assertThat(run("import decimal", only))
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.capability()).isEqualTo(Capability.MODULE));
    }

    @Test
    void anExceptedModuleIsNotTheGuestsButThePackages() {
        ExecutionPolicy except =
                with(GRANTS.withModules(new ModuleRule.Except(Set.of("decimal", "random"))));

        assertThat(run("import dice\nprint(dice.later())", except).report().stdout())
                .isEqualTo("3\n");
        assertThat(run("import random", except)).isInstanceOf(Outcome.Denied.class);
    }

    @Test
    void aFolderLiesBesideThePackages() {
        ExecutionPolicy both = with(GRANTS.withFolder());
        String program =
                """
                import dice, os, shutil
                with open('a.txt', 'w') as out:
                    out.write(open('/packages/dice/main.py').readline())
                print(os.listdir('/packages'), os.listdir('.'), os.path.realpath('/packages/dice'))
                shutil.copy('/packages/dice/main.py', 'copy.py')
                for change in (lambda: open('/packages/dice'), lambda: os.listdir('/packages/dice/main.py')):
                    try:
                        change()
                    except OSError as e:
                        print(type(e).__name__)
                """;
        Outcome outcome = run(program, both);

        assertThat(outcome.report().stdout())
                .isEqualTo(
                        "['dice'] ['a.txt'] /packages/dice\nIsADirectoryError\nNotADirectoryError\n");
        assertThat(outcome.report().output().files())
                .extracting(GuestFile::name)
                .containsExactly("a.txt", "copy.py");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open('/packages/dice/main.py', 'w')",
                "open('/packages/new', 'w')",
                "import os; os.remove('/packages/dice/main.py')",
                "import os; os.mkdir('/packages/dice/new')",
                "import os; os.rename('/packages/dice/main.py', '/work/main.py')",
                "import os; os.chmod('/packages/dice/main.py', 0o777)",
                "f = open('a', 'w'); f.close(); import os; os.rename('a', '/packages/dice/main.py')"
            })
    void aFolderGivesNoRightToChangePackages(String program) {
        ExecutionPolicy both = with(GRANTS.withFolder());

        assertThat(run(program, both))
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.capability()).isEqualTo(Capability.FILE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CALLS", "LINES"})
    void tracesTellTheGuestsCodeAndNotThePackages(TraceMode mode) {
        FunctionSet functions =
                functions("main", "import dice\ndef main(n):\n    return dice.later()\n");
        run("import dice", POLICY); // the context that is gone when its code is read again
        Outcome outcome =
                sandbox.call(
                        functions, Invocation.call("main", PythonValue.of(1)), POLICY.with(mode));

        assertThat(outcome.returnedValue()).contains(PythonValue.of(3));
        Trace trace = outcome.report().trace().orElseThrow();
        assertThat(trace.calls()).extracting(Trace.Call::function).containsExactly("main");
        assertThat(trace.lines()).noneMatch(line -> line.line() > 3);
    }

    @Test
    void anErrorInAPackageIsToldWithTheGuestsOwnFrames() {
        Outcome outcome = run("import dice\ndef f(x):\n    return dice.fails(x)\nf(0)", POLICY);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> {
                            GuestError error = raised.error();
                            assertThat(error.type()).isEqualTo("ZeroDivisionError");
                            assertThat(error.traceback())
                                    .extracting(GuestError.Frame::source)
                                    .containsExactly("f(0)", "return dice.fails(x)");
                            assertThat(error.toString()).doesNotContain("secret_of_the_package");
                        });
    }

    @Test
    void whatAPackageDrewWhenItWasImportedIsRepeatableToo() {
        String program = "import dice, random\nprint(dice.roll(), random.random())";
        ExecutionPolicy seven = POLICY.with(new Determinism(7, Determinism.DEFAULT_CLOCK));
        Outcome first = run(program, seven);
        Outcome second = run(program, seven);

        assertThat(first.report().stdout()).contains("2000-01-01 00:00:00");
        assertThat(second.report().stdout()).isEqualTo(first.report().stdout());
        assertThat(run(program, POLICY.with(new Determinism(8, Determinism.DEFAULT_CLOCK))))
                .extracting(outcome -> outcome.report().stdout())
                .isNotEqualTo(first.report().stdout());
    }

    private static FunctionSet functions(String name, String source) {
        return FunctionSet.of(List.of(FunctionDefinition.builder(name, source).build()));
    }

    private static Outcome run(String program, ExecutionPolicy policy) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), policy);
    }

    private static ExecutionPolicy with(Grants grants) {
        return ExecutionPolicy.evaluation().with(grants);
    }
}
