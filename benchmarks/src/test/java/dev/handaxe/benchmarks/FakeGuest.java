package dev.handaxe.benchmarks;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A guest that answers by the source it is given. Thread-safe. */
final class FakeGuest implements GuestRunner {
    static final Outcome.Report REPORT =
            new Outcome.Report("1", "", "", "none", Outcome.Metrics.NONE);
    static final Outcome DONE = new Outcome.Returned(PythonValue.none(), false, REPORT);

    private final Function<String, Outcome> answer;
    private final AtomicInteger calls = new AtomicInteger();

    FakeGuest(Function<String, Outcome> answer) {
        this.answer = answer;
    }

    @Override
    public Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        calls.incrementAndGet();
        return answer.apply(
                switch (invocation) {
                    case Invocation.Program program -> program.source();
                    case Invocation.Call call ->
                            functions.find(call.function()).orElseThrow().source();
                });
    }

    int calls() {
        return calls.get();
    }

    static Outcome raised(String type, String message) {
        return new Outcome.Raised(
                new GuestError(
                        type, message, List.of(new GuestError.Frame(3, "check", "assert False"))),
                REPORT);
    }
}
