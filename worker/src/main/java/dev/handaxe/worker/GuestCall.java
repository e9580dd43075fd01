package dev.handaxe.worker;

import com.sun.management.ThreadMXBean;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Trace;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.CallRequest.FunctionSource;
import dev.handaxe.runtime.protocol.CallRequest.Target;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import dev.handaxe.runtime.protocol.GuestResult;
import dev.handaxe.worker.trace.Tracer;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalInt;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * One call, on the guest's own thread: defines the functions, runs the target, converts the result.
 * {@link RunningCall} starts it, watches it and reads it when it is done. Threads that the guest
 * creates are looked at by the lane alone.
 */
final class GuestCall implements Runnable {
    private static final long NOT_BEGUN = -1;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final GuestSpace space;
    private final SpareContext spare;
    private final CallRequest request;
    private final HostLine hosts;
    private final ErrorReader errors;
    private final OtherThreads others;
    private final TraceMode traceMode;
    private final Optional<Object[]> plain;
    private final Tracer tracer;
    private volatile @Nullable GuestResult result;
    private volatile long cpuBefore = NOT_BEGUN;
    private volatile long cpuNanos;
    private volatile long allocatedBefore;
    private volatile long allocatedBytes;
    private volatile boolean outOfMemory;
    private volatile Optional<Trace> trace = Optional.empty();

    GuestCall(GuestSpace space, CallRequest request, HostLine hosts) {
        this.space = space;
        this.spare = space.spare();
        this.request = request;
        this.hosts = hosts;
        errors = new ErrorReader(space, request.limits());
        others = new OtherThreads(space.thread(), request.limits().get(LimitName.THREADS));
        traceMode = request.settings().trace();
        plain =
                request.target().named().isEmpty()
                        ? PlainArguments.of(request.target().positional())
                        : Optional.empty();
        tracer = spare.tracer();
    }

    @Override
    public void run() {
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        cpuBefore = THREADS.getCurrentThreadCpuTime();
        try {
            tracer.begin(traceMode, space.sources().keySet());
            result = perform();
            spare.flush();
        } catch (OutOfMemoryError e) {
            outOfMemory = true;
            result = errors.heap(OptionalInt.empty());
        } catch (StackOverflowError e) {
            result =
                    new GuestResult.Failed(
                            ErrorReader.plainError("RecursionError", "the stack was used up"));
        } catch (RuntimeException | AssertionError e) {
            // Nothing that guest code does may end the worker: without a result it failed.
            // Where assertions hold, the engine's fail when an interrupt finds it between frames.
            result = null;
        } finally {
            trace = tracer.end();
            cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuBefore;
            allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        }
    }

    /** What came of it, once done. */
    GuestResult result() {
        GuestResult end = result;
        return end == null
                ? new GuestResult.Failed(
                        ErrorReader.plainError("SystemError", "the interpreter failed"))
                : end;
    }

    /** What was recorded, once done; empty unless the call asked for it. */
    Optional<Trace> trace() {
        return trace;
    }

    /** The threads that the guest created; the lane's to look at. */
    OtherThreads others() {
        return others;
    }

    /** CPU time of all its threads, once done. */
    long cpuNanos() {
        return cpuNanos + others.cpuNanos();
    }

    /** CPU time of the running call so far; the thread may have run others before. */
    long cpuNanosSoFar() {
        long before = cpuBefore;
        return before == NOT_BEGUN
                ? 0
                : Math.max(0, THREADS.getThreadCpuTime(space.thread().id()) - before)
                        + others.cpuNanos();
    }

    /** What the running call has allocated so far, freed or not. */
    long allocatedSoFar() {
        return cpuBefore == NOT_BEGUN
                ? 0
                : THREADS.getThreadAllocatedBytes(space.thread().id())
                        - allocatedBefore
                        + others.allocatedBytes();
    }

    long allocatedBytes() {
        return allocatedBytes + others.allocatedBytes();
    }

    /** Whether the JVM ran out of memory during the call: the worker should be replaced. */
    boolean outOfMemory() {
        return outOfMemory
                || (result() instanceof GuestResult.Limited limited
                        && limited.limit() == LimitName.HEAP_BYTES);
    }

    private GuestResult perform() {
        boolean program = request.target().program().isPresent();
        try {
            Optional<Value> loaded = loadedArguments();
            Optional<GuestResult> refusal = prepare();
            if (refusal.isPresent()) {
                return refusal.get();
            }
            return program
                    ? runProgram(request.target().program().orElseThrow())
                    : callFunction(loaded);
        } catch (PolyglotException e) {
            return spare.errorLocals().addTo(errors.read(e, program), e, space.sources());
        } catch (ResultReader.Refused e) {
            return e.instead();
        }
    }

    /** The arguments as a tuple and a dict; empty if there are none, or all are {@link #plain}. */
    private Optional<Value> loadedArguments() {
        Target target = request.target();
        return target.program().isPresent() || plain.isPresent()
                ? Optional.empty()
                : Optional.of(
                        spare.prelude()
                                .load(MarshalText.arguments(target.positional(), target.named())));
    }

    /** Makes the space ready for the target: a fresh one, or the kept one of a session. */
    private Optional<GuestResult> prepare() {
        Prelude prelude = spare.prelude();
        SessionUse session = request.settings().session();
        if (session == SessionUse.CONTINUE_CLEARED) {
            prelude.clearGlobals();
        }
        if (session.goesOn()) {
            return Optional.empty();
        }
        for (String name : request.settings().grants().hostFunctions()) {
            prelude.offer(name, new HostDoor(name, spare, request.limits(), hosts));
        }
        Optional<GuestResult> refusal = defineFunctions(prelude);
        if (refusal.isEmpty() && session == SessionUse.BEGIN) {
            prelude.begun();
            space.setDefined();
        }
        return refusal;
    }

    private Optional<GuestResult> defineFunctions(Prelude prelude) {
        for (FunctionSource function : request.functions()) {
            String file = space.addFunction(function.name(), function.source());
            Value code;
            try {
                String mark = Tracer.mark(traceMode, function.source());
                code = prelude.compiled(function.source() + mark, file);
            } catch (PolyglotException e) {
                return Optional.of(notCompiled(e));
            }
            if (!prelude.define(code, function.name())) {
                return Optional.of(
                        new GuestResult.NotRun(
                                file + " does not define '" + function.name() + "'"));
            }
        }
        if (!request.functions().isEmpty()) {
            prelude.link();
        }
        return Optional.empty();
    }

    private GuestResult runProgram(String text) {
        String file = space.addProgram(text);
        Value program;
        try {
            program =
                    spare.context()
                            .parse(
                                    traceMode == TraceMode.OFF
                                            ? space.program(text, file)
                                            : Source.newBuilder("python", text, file)
                                                    .cached(false)
                                                    .buildLiteral());
        } catch (PolyglotException e) {
            return notCompiled(e);
        }
        program.executeVoid();
        return new GuestResult.Value(PythonValue.none(), false);
    }

    private GuestResult callFunction(Optional<Value> loaded) throws ResultReader.Refused {
        String name = request.target().function();
        Value function = spare.globals().getMember(name);
        if (function == null || !function.canExecute()) {
            return new GuestResult.NotRun("'" + name + "' is not a function");
        }
        int positional = request.target().positional().size();
        Value named =
                loaded.isPresent() ? loaded.get().getArrayElement(1) : spare.prelude().noNames();
        Optional<String> misfit = misfit(function, positional, named);
        if (misfit.isPresent()) {
            return new GuestResult.NotRun(name + " " + misfit.get());
        }
        Value value =
                loaded.isPresent()
                        ? spare.prelude().call(function, loaded.get().getArrayElement(0), named)
                        : function.execute(plain.orElseThrow());
        return new GuestResult.Value(
                new ResultReader(spare.prelude(), request.limits()).read(value), false);
    }

    /** Why the arguments do not fit; not asked again of a function that took as many before. */
    private Optional<String> misfit(Value function, int positional, Value named) {
        boolean byPosition = request.target().named().isEmpty();
        if (byPosition && space.tookBefore(function, positional)) {
            return Optional.empty();
        }
        Optional<String> misfit = spare.prelude().misfit(function, positional, named);
        if (byPosition && misfit.isEmpty()) {
            space.took(function, positional);
        }
        return misfit;
    }

    /** Source that cannot be compiled never started; a limit or stop met on the way counts. */
    private GuestResult notCompiled(PolyglotException e) {
        GuestResult read = errors.read(e, false);
        return read instanceof GuestResult.Failed(var error)
                ? new GuestResult.NotRun(error.type() + ": " + error.message())
                : read;
    }
}
