package dev.handaxe.worker.trace;

import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.instrumentation.TruffleInstrument.Registration;
import org.graalvm.polyglot.SandboxPolicy;

/** The instrument of an engine; all it does is to offer a {@link Tracer}. Thread-safe. */
@Registration(
        id = TraceInstrument.ID,
        name = "Handaxe trace",
        version = "1",
        services = Tracer.class,
        sandbox = SandboxPolicy.CONSTRAINED)
final class TraceInstrument extends TruffleInstrument {
    static final String ID = "handaxe-trace";

    @Override
    protected void onCreate(Env env) {
        env.registerService(new Tracer(env));
    }
}
