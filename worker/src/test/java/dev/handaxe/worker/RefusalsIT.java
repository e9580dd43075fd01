package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Refusals in the odd words of GraalPy 25.2.4; the hostile corpus has many more programs. */
class RefusalsIT {
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
    void aProcessWithAPipe() {
        assertDenied("import os; os.popen('ls')", Capability.PROCESS, "subprocess");
    }

    @Test
    void nativeCodeInTheSecondContextOfAWorker() {
        assertDenied("import ctypes", Capability.MODULE, "native extension");
        assertDenied("import ctypes", Capability.MODULE, "native extension");
    }

    @Test
    void changesOfAttributes() {
        assertDenied("import os; os.utime('/x', (0, 0))", Capability.FILE, "/x");
        assertDenied("import os; os.chmod('/x', 0)", Capability.FILE, "/x");
        assertDenied("import os; os.symlink('/etc/passwd', '/x')", Capability.FILE, "/x");
    }

    @Test
    void hostAndPolyglotBehindTheirGuards() {
        String unguarded = "import sys; del sys.modules['java'], sys.modules['polyglot']\n";
        assertDenied(
                unguarded + "import java; java.type('java.lang.System')",
                Capability.HOST,
                "host lookup");
        assertDenied(
                unguarded + "import java; java.add_to_classpath('/x')",
                Capability.HOST,
                "host access");
        assertDenied(
                unguarded + "import polyglot; polyglot.import_value('x')",
                Capability.POLYGLOT,
                "polyglot access");
    }

    @Test
    void anExceptionThatOnlyPretendsToBeOneIsRaised() {
        Outcome outcome =
                run(
                        """
                        try: open('/etc/passwd')
                        except OSError: pass
                        class PermissionError(OSError):
                            @property
                            def filename(self): raise SystemExit(0)
                            __traceback__ = filename
                        raise PermissionError(1, 'mine')
                        """);
        assertThat(outcome).isInstanceOf(Outcome.Raised.class);
    }

    @Test
    void tooLongAPathIsAnOrdinaryError() {
        Outcome outcome = run("try: open('../' * 100_000)\nexcept OSError: print('no')");
        assertThat(outcome.report().stdout()).isEqualTo("no\n");
    }

    @Test
    void theHomeFolderOfTheHostIsNotSeen() {
        Outcome outcome = run("import os.path; print(os.path.expanduser('~/x'))");
        assertThat(outcome.report().stdout()).isEqualTo("/x\n");
    }

    private static void assertDenied(String source, Capability capability, String name) {
        assertThat(run(source))
                .as(source)
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> {
                            assertThat(denied.capability()).isEqualTo(capability);
                            assertThat(denied.name()).isEqualTo(name);
                        });
    }

    private static Outcome run(String source) {
        return sandbox.call(
                FunctionSet.empty(), Invocation.program(source), ExecutionPolicy.evaluation());
    }
}
