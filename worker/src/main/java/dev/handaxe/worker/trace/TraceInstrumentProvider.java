package dev.handaxe.worker.trace;

import com.oracle.truffle.api.instrumentation.TruffleInstrument.Registration;
import com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider;
import java.util.Collection;
import java.util.List;
import org.graalvm.polyglot.SandboxPolicy;

/**
 * How an engine finds the instrument: through {@code META-INF/services}. Written by hand because
 * Truffle's annotation processor is not needed for anything else; Truffle reads the registration
 * from this class. Thread-safe.
 */
@Registration(
        id = TraceInstrument.ID,
        name = "Handaxe trace",
        version = "1",
        services = Tracer.class,
        sandbox = SandboxPolicy.CONSTRAINED)
public final class TraceInstrumentProvider extends TruffleInstrumentProvider {
    /** For the service loader. */
    public TraceInstrumentProvider() {}

    @Override
    protected String getInstrumentClassName() {
        return TraceInstrument.class.getName();
    }

    @Override
    protected Object create() {
        return new TraceInstrument();
    }

    @Override
    protected Collection<String> getServicesClassNames() {
        return List.of(Tracer.class.getName());
    }
}
