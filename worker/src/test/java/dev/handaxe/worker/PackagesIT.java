package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.packages.PackageStore;
import dev.handaxe.runtime.packages.PackageStore.Compiler;
import dev.handaxe.runtime.packages.StoredPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packages of a store, granted by policies: there, read-only, imported ahead, or clearly refused.
 */
class PackagesIT {
    private static final String SHAPES =
            """
            from shapes.round import area
            state = []
            """;

    /** What an import must not charge to any call: CPU, wall time, output, allocation. */
    private static final String HEAVY =
            """
            import sys
            total = 0
            for i in range(3_000_000):
                total += i
            garbage = [str(i) for i in range(200_000)]
            del garbage
            print("noise " * 1000)
            print("noise", file=sys.stderr)
            """;

    @TempDir private static Path folder;
    private static PackageStore store = PackageStore.open(Path.of("nowhere"));
    private static SandboxOptions options = SandboxOptions.defaults().withWorkers(1).withSpares(0);
    private static Sandbox sandbox = Sandbox.open(options);

    @BeforeAll
    static void open() throws IOException {
        write("shapes/__init__.py", SHAPES);
        write("shapes/round.py", "# -*- coding: latin-1 -*-\ndef area(r): return 3 * r * r\n");
        write("shapes/old.py", "print 'Python 2'\n");
        write("shapes/tests/test_round.py", "assert True\n");
        write("heavy.py", HEAVY);
        write("other/__init__.py", "SECRET = 'canary'\n");
        write("broken/__init__.py", "import nothing_of_that_name\n");
        write("raises.py", "VALUES = {}\nVALUES['missing\\x1b[2J']\n");
        write("large.py", "DATA = bytearray(90 << 20)\n");
        write("json/__init__.py", "");
        options = options.withPackageStore(folder.resolve("store"));
        store = PackageStore.open(folder.resolve("store"));
        store.add(folder, List.of("heavy", "other", "broken", "raises", "large"), Compiler.none());
        store.add(folder, List.of("shapes"), Compiler.in(options));
        sandbox.close();
        sandbox = Sandbox.open(options);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void aGrantedPackageIsImportedAndFreshInEveryCall() {
        for (int call = 0; call < 3; call++) {
            Outcome outcome =
                    run(
                            "import shapes\nshapes.state.append(1)\nprint(shapes.area(2), shapes.state)",
                            "shapes");
            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
            assertThat(outcome.report().stdout()).isEqualTo("12 [1]\n");
        }
    }

    @Test
    void nothingOfTheImportIsCharged() {
        ExecutionPolicy policy = policy("heavy").with(LimitName.CPU_MS, 400);
        sandbox.warm(policy);
        Outcome outcome = run("import heavy\nprint(heavy.total)", policy);

        assertThat(outcome).isInstanceOf(Outcome.Returned.class);
        assertThat(outcome.report().stdout()).isEqualTo("4499998500000\n");
        assertThat(outcome.report().stderr()).isEmpty();
        assertThat(outcome.report().metrics().cpu()).isLessThan(Duration.ofMillis(400));
        assertThat(outcome.report().metrics().allocatedBytes()).isLessThan(10 << 20);
    }

    @Test
    void theGuestSeesNeutralPathsAndOnlyWhatIsGranted() {
        String program =
                """
                import os, sys, shapes, importlib.util
                print(shapes.__file__, sys.path[-1], os.listdir('/packages'))
                print(os.path.exists(importlib.util.cache_from_source(shapes.__file__)))
                print(os.listdir('/packages/shapes/..'), open('/packages/shapes/tests/../round.py').read(5))
                print(sorted(os.listdir('/packages/shapes')))
                print(os.path.exists('/packages/other'), os.path.exists('/packages/shapes/../../etc/passwd'))
                stat = os.stat('/packages/shapes/round.py')
                print(stat.st_size, stat.st_mtime, stat.st_uid, oct(stat.st_mode))
                """;
        Outcome outcome = run(program, "shapes");

        assertThat(outcome.report().stdout())
                .isEqualTo(
                        """
                        /packages/shapes/__init__.py /packages ['shapes']
                        True
                        ['shapes'] # -*-
                        ['__init__.py', '__pycache__', 'old.py', 'round.py', 'tests']
                        False False
                        56 0.0 0 0o100444
                        """);
    }

    @Test
    void whatIsNotGrantedIsNotThere() {
        assertThat(run("import shapes"))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised ->
                                assertThat(raised.error().type()).isEqualTo("ModuleNotFoundError"));
        assertThat(run("import other", "shapes"))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised ->
                                assertThat(raised.error().type()).isEqualTo("ModuleNotFoundError"));
        assertThat(run("open('/packages/other/__init__.py')", "shapes"))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> assertThat(raised.error().type()).isEqualTo("FileNotFoundError"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open('/packages/shapes/round.py', 'w')",
                "open('/packages/shapes/round.py', 'a')",
                "open('/packages/shapes/round.py', 'r+')",
                "open('/packages/new.py', 'w')",
                "import os; os.remove('/packages/shapes/round.py')",
                "import os; os.mkdir('/packages/shapes/new')",
                "import os; os.rename('/packages/shapes/round.py', '/packages/shapes/x.py')",
                "import os; os.symlink('/etc/passwd', '/packages/shapes/link')",
                "import os; os.chmod('/packages/shapes/round.py', 0o777)",
                "open('/packages/../etc/passwd')",
                "open('/packages/shapes/../../etc/passwd')",
                "import os; os.listdir('/packages/..')"
            })
    void nothingCanBeWrittenAndNothingElseRead(String program) throws IOException {
        Outcome outcome = run(program, "shapes");

        assertThat(outcome).isNotInstanceOf(Outcome.Returned.class);
        if (outcome instanceof Outcome.Denied denied) {
            assertThat(denied.capability()).isEqualTo(Capability.FILE);
        }
        StoredPackage shapes = store.find(List.of("shapes")).getFirst();
        assertThat(store.mount(shapes).hash()).isEqualTo(shapes.hash());
    }

    @Test
    void byteCodeIsMadeOfWhatCanBeCompiledButTests() {
        StoredPackage shapes = store.find(List.of("shapes")).getFirst();

        assertThat(shapes.files()).isEqualTo(4);
        assertThat(shapes.compiled().orElseThrow().files()).isEqualTo(2);
    }

    @Test
    void aModuleOfThePythonLibraryIsNotReplaced() {
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> store.add(folder, List.of("json"), Compiler.in(options)))
                .withMessageContaining("json is a module of Python's own library");
        assertThat(store.list()).extracting(StoredPackage::name).doesNotContain("json");
    }

    @Test
    void aPackageThatIsNotInTheStoreIsSaid() {
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> run("1", "shapes", "sums"))
                .withMessageContaining("the package sums is not in the package store")
                .withMessageContaining("add it with: handaxe packages add --from DIR sums")
                .extracting(HandaxeException::code)
                .isEqualTo(Code.INVALID_INPUT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broken | the package broken cannot be imported: ModuleNotFoundError: No module named",
                "raises | the package raises cannot be imported: KeyError: 'missing",
                "large | the packages large do not fit in the heap of"
            })
    void aPackageThatCannotBeImportedIsAFaultThatSaysWhyAndLasts(String name, String said) {
        ExecutionPolicy policy = policy(name).with(LimitName.HEAP_BYTES, 128 << 20);
        for (int call = 0; call < 2; call++) {
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> run("1", policy))
                    .withMessageContaining(said)
                    .matches(fault -> fault.getMessage().chars().noneMatch(Character::isISOControl))
                    .extracting(HandaxeException::code)
                    .isEqualTo(Code.INVALID_INPUT);
        }
        assertThat(run("print(1 + 1)").report().stdout()).isEqualTo("2\n");
    }

    @Test
    void aStoreThatWasChangedIsNotUsed() throws IOException {
        PackageStore own = PackageStore.open(folder.resolve("tampered"));
        StoredPackage added = own.add(folder, List.of("shapes"), Compiler.none()).getFirst();
        Path file = own.mount(added).folder().resolve("files/shapes/round.py");
        Files.writeString(file, "def area(r): return -1\n");
        try (Sandbox other = Sandbox.open(options.withPackageStore(own.folder()))) {
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(
                            () ->
                                    other.call(
                                            FunctionSet.empty(),
                                            Invocation.program("1"),
                                            policy("shapes")))
                    .withMessageContaining("the package shapes was changed in the store");
        }
    }

    @Test
    void aFunctionNeedsThePackagesThatItNames() {
        FunctionSet functions =
                FunctionSet.of(
                        List.of(
                                FunctionDefinition.builder(
                                                "size",
                                                "import shapes\ndef size(r): return shapes.area(r)\n")
                                        .packages(List.of("shapes"))
                                        .build()));
        Invocation call = Invocation.call("size", PythonValue.of(3));

        assertThat(sandbox.call(functions, call, policy("other")))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason())
                                        .contains("the function size needs the package shapes")
                                        .endsWith("it grants other"));
        assertThat(sandbox.call(functions, call, policy("shapes")).returnedValue())
                .contains(PythonValue.of(27));
    }

    private static Outcome run(String program, String... packages) {
        return run(program, policy(packages));
    }

    private static Outcome run(String program, ExecutionPolicy policy) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), policy);
    }

    private static ExecutionPolicy policy(String... packages) {
        return ExecutionPolicy.evaluation().with(Grants.none().withPackages(List.of(packages)));
    }

    private static void write(String file, String text) throws IOException {
        Path place = folder.resolve(file);
        Files.createDirectories(place.getParent());
        Files.writeString(place, text);
    }
}
