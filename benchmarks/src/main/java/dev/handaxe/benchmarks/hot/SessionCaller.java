package dev.handaxe.benchmarks.hot;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.Session;
import java.util.List;

/** A session in a worker of some image. Confined to one thread. */
final class SessionCaller implements Caller {
    private final Session session;
    private final Invocation invocation;

    /** Opens the session. */
    SessionCaller(Sandbox sandbox, HotProgram program, Image image) {
        ExecutionPolicy policy =
                ExecutionPolicy.session()
                        .with(LimitName.CPU_MS, 60_000)
                        .with(LimitName.WALL_MS, 120_000)
                        .with(image);
        var function = FunctionDefinition.builder("run", program.source()).build();
        session = sandbox.openSession(FunctionSet.of(List.of(function)), policy);
        invocation = Invocation.call("run", PythonValue.of(program.size()));
    }

    @Override
    public String call() {
        Outcome outcome = session.call(invocation);
        if (outcome instanceof Outcome.Returned returned) {
            return PythonJson.write(returned.value());
        }
        throw new HandaxeException(
                Code.IO,
                "a program did not return: "
                        + OutcomeFormat.printable(outcome.toString().replace('\n', ' '), 300));
    }

    @Override
    public void close() {
        session.close();
    }
}
