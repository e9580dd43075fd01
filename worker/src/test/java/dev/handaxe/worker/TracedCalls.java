package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Trace;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Calls with a trace, in real worker processes; what the tests of traces share. */
abstract class TracedCalls {
    static final ExecutionPolicy POLICY =
            ExecutionPolicy.evaluation().with(LimitName.WALL_MS, 60_000);

    static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(0));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    static FunctionDefinition function(String name, String source) {
        return FunctionDefinition.builder(name, source).build();
    }

    static Outcome call(String program, TraceMode mode) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), POLICY.with(mode));
    }

    static Trace run(String program, TraceMode mode) {
        return trace(call(program, mode));
    }

    static Trace run(String program, TraceMode mode, String stdout) {
        Outcome outcome = call(program, mode);
        assertThat(outcome.report().stdout()).isEqualTo(stdout);
        return trace(outcome);
    }

    static Trace trace(Outcome outcome) {
        return outcome.report()
                .trace()
                .orElseThrow(() -> new AssertionError("no trace: " + outcome));
    }

    static Trace.Line line(Trace trace, int number) {
        return line(trace, "main.py", number);
    }

    static Trace.Line line(Trace trace, String file, int number) {
        return trace.lines().stream()
                .filter(line -> line.line() == number && line.file().equals(file))
                .findFirst()
                .orElseThrow(() -> new AssertionError("line " + number + " of " + trace.lines()));
    }

    /** Count and changes by line. */
    static Map<Integer, String> lines(Trace trace) {
        Function<Trace.Line, String> text = line -> line.count() + " " + line.changes();
        return trace.lines().stream().collect(Collectors.toMap(Trace.Line::line, text));
    }
}
