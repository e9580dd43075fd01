package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guest tries every way to the pipes of its worker that Python knows. */
class PipesIT {
    /** A length that no supervisor takes: were it to arrive, the worker would be lost. */
    private static final String ATTACK =
            """
            FORGED = b"\\x7f\\xff\\xff\\xff" * 4

            def attack():
                import io, os, sys
                reached = []

                def attempt(deed):
                    try:
                        deed()
                        reached.append(1)
                    except BaseException:
                        pass

                def read(fd):
                    if os.read(fd, 1):
                        raise AssertionError("read from %d" % fd)

                for fd in range(64):
                    attempt(lambda: os.write(fd, FORGED))
                    attempt(lambda: read(fd))
                    attempt(lambda: open(fd, "wb", buffering=0, closefd=False).write(FORGED))
                    attempt(lambda: os.fdopen(fd, "wb", 0, closefd=False).write(FORGED))
                    attempt(lambda: io.FileIO(fd, "w", closefd=False).write(FORGED))
                    attempt(lambda: os.write(os.dup(fd), FORGED))
                    attempt(lambda: open("/proc/self/fd/%d" % fd, "wb").write(FORGED))
                    attempt(lambda: open("/dev/fd/%d" % fd, "wb").write(FORGED))
                for path in ("/dev/stdout", "/dev/stdin", "/dev/stderr", "/dev/tty"):
                    attempt(lambda: open(path, "wb").write(FORGED))
                for stream in (sys.__stdout__, sys.__stderr__, sys.stdout, sys.stderr):
                    attempt(lambda: stream.buffer.raw.write(FORGED))
                    attempt(lambda: (stream.buffer.write(FORGED), stream.buffer.flush()))
                attempt(lambda: sys.__stdin__.buffer.write(FORGED))
                attempt(lambda: __import__("ctypes").CDLL(None).write(1, FORGED, len(FORGED)))
                attempt(lambda: os.close(0))
                attempt(lambda: os.closerange(0, 64))
                attempt(lambda: os.dup2(2, 1))
                return 42
            """;

    @Test
    void nothingThatTheGuestWritesReachesThem() {
        FunctionSet attack =
                FunctionSet.of(List.of(FunctionDefinition.builder("attack", ATTACK).build()));
        ExecutionPolicy policy = ExecutionPolicy.evaluation();
        try (Sandbox sandbox =
                Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(0))) {
            for (int i = 0; i < 2; i++) {
                Outcome outcome = sandbox.call(attack, Invocation.call("attack"), policy);
                assertThat(outcome.returnedValue())
                        .as(outcome.toString())
                        .contains(PythonValue.of(42));
            }
        }
    }
}
