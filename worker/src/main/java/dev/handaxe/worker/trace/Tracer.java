package dev.handaxe.worker.trace;

import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.SourceFilter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags.RootTag;
import com.oracle.truffle.api.instrumentation.StandardTags.StatementTag;
import com.oracle.truffle.api.instrumentation.TruffleInstrument.Env;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.Source;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Instrument;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Records runs on one engine, one at a time, and renders raw guest values.
 *
 * <p>Nothing is attached to the engine before the first run that asks for a trace. From then on
 * only guest sources that are loaded during a traced run carry probes; so a run without a trace
 * must not share parsed code with one that has a trace, which is what {@link #mark} is for.
 * Thread-safe.
 */
public final class Tracer {
    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();
    private static final String HANDOVER = "handaxe-trace";

    private final Env env;
    private final Map<RootNode, GuestCode> codes = new WeakHashMap<>();
    private volatile @Nullable BuiltinTypes types;
    private volatile @Nullable Recording current;
    private boolean attached;

    Tracer(Env env) {
        this.env = env;
    }

    /** The engine's tracer. */
    public static Tracer of(Engine engine) {
        Instrument instrument = engine.getInstruments().get(TraceInstrument.ID);
        if (instrument == null) {
            throw new IllegalStateException("the trace instrument is not on the class path");
        }
        return instrument.lookup(Tracer.class);
    }

    /**
     * Whether a source was imported from a file of a package or of Python's own library. Its name
     * is the last part of the path, which guest code can have as a name, too.
     */
    public static boolean isImported(@Nullable String path) {
        return path != null && path.startsWith("/") && !path.startsWith(Grants.GUEST_FOLDER + "/");
    }

    /** What to append to a source so that its parsed form is not shared with other modes. */
    public static String mark(TraceMode mode, String source) {
        // After a backslash at the end a comment would mend what is a syntax error without it.
        return mode == TraceMode.OFF || source.stripTrailing().endsWith("\\")
                ? ""
                : "\n#" + mode.key();
    }

    /**
     * Learns the builtin types, once per engine.
     *
     * @param context in which no guest code has run
     * @param samples makes a list of pairs of a kind's name and a value of that type
     */
    public synchronized void learn(Context context, Value samples) {
        if (types == null) {
            types = raw(context, samples.execute(), BuiltinTypes::new);
        }
    }

    /** Makes probes possible. Takes up to some 100 ms the first time, so call it ahead of a run. */
    public synchronized void attach() {
        if (attached) {
            return;
        }
        SourceFilter guests = SourceFilter.newBuilder().sourceIs(this::isTraced).build();
        env.getInstrumenter()
                .attachExecutionEventFactory(
                        SourceSectionFilter.newBuilder()
                                .tagIs(RootTag.class)
                                .sourceFilter(guests)
                                .build(),
                        this::callProbe);
        env.getInstrumenter()
                .attachExecutionEventFactory(
                        SourceSectionFilter.newBuilder()
                                .tagIs(StatementTag.class)
                                .sourceFilter(guests)
                                .build(),
                        this::statementProbe);
        attached = true;
    }

    /**
     * Begins to record what this thread runs.
     *
     * @param files names of the guest's sources; may grow during the run
     */
    public void begin(TraceMode mode, Set<String> files) {
        current = mode == TraceMode.OFF ? null : new Recording(mode, files, types());
    }

    /** Ends the recording; empty if there was none. */
    public Optional<Trace> end() {
        Recording recording = current;
        current = null;
        return recording == null ? Optional.empty() : Optional.of(recording.trace());
    }

    /** What records now. */
    @Nullable Recording recording() {
        return current;
    }

    /** Renders each element of a Python list; to be used by the thread that runs the guest. */
    public List<String> render(Context context, Value list) {
        ValueText text = new ValueText(types());
        return raw(
                context,
                list,
                raw -> {
                    List<String> rendered = new ArrayList<>();
                    for (long i = 0; i < INTEROP.getArraySize(raw); i++) {
                        rendered.add(text.of(INTEROP.readArrayElement(raw, i)));
                    }
                    return rendered;
                });
    }

    private BuiltinTypes types() {
        BuiltinTypes known = types;
        if (known == null) {
            throw new IllegalStateException("the builtin types were not learned");
        }
        return known;
    }

    /** Reads a value raw, as the guest's own objects: the polyglot bindings are a way there. */
    private <T> T raw(Context context, Value value, RawReader<T> reader) {
        Value bindings = context.getPolyglotBindings();
        bindings.putMember(HANDOVER, value);
        context.enter();
        try {
            return reader.read(INTEROP.readMember(env.getPolyglotBindings(), HANDOVER));
        } catch (InteropException e) {
            throw new IllegalStateException("a value could not be handed over", e);
        } finally {
            context.leave();
            bindings.removeMember(HANDOVER);
        }
    }

    /** What is done with a raw value. */
    private interface RawReader<T> {
        T read(Object raw) throws InteropException;
    }

    private boolean isTraced(Source source) {
        Recording recording = current;
        return recording != null
                && recording.isGuest(source.getName())
                && !isImported(source.getPath());
    }

    private ExecutionEventNode callProbe(EventContext event) {
        return new CallProbe(this, code(event), event.getInstrumentedNode());
    }

    private @Nullable ExecutionEventNode statementProbe(EventContext event) {
        GuestCode code = code(event);
        Recording recording = current;
        boolean everyLine = recording != null && recording.mode() == TraceMode.LINES;
        return everyLine || code.beginsWith(event.getInstrumentedSourceSection())
                ? new StatementProbe(this, code, event)
                : null;
    }

    private GuestCode code(EventContext event) {
        RootNode root = event.getInstrumentedNode().getRootNode();
        synchronized (codes) {
            return codes.computeIfAbsent(root, r -> new GuestCode(r, r.getSourceSection()));
        }
    }
}
