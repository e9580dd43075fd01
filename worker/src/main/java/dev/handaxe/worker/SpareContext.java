package dev.handaxe.worker;

import dev.handaxe.runtime.protocol.CallSettings;
import dev.handaxe.worker.trace.Tracer;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;

/**
 * A context that was made ahead of its call: prelude run, streams and file system its own. It
 * serves one call, or one after the other where it has a checkpoint to go back to. Confined to one
 * thread at a time; whoever takes it gives it back to the nursery to be closed.
 */
final class SpareContext {
    private static final Source WARM =
            Source.newBuilder(
                            "python",
                            """
                            def _warm():
                                import collections, dataclasses, itertools, json, math, re, typing
                            _warm()
                            del _warm
                            """,
                            "<warm>")
                    .buildLiteral();

    /** What a package imported of it would draw the same numbers after every restoration. */
    private static final Source RESEED =
            Source.newBuilder(
                            "python",
                            "getattr(__import__('sys').modules.get('random'), 'seed', None)",
                            "<reseed>")
                    .buildLiteral();

    private final Context context;
    private final GuestFileSystem files;
    private final GuestOutput output;
    private final Prelude prelude;
    private final HostRefusals hostRefusals = new HostRefusals();
    private final ErrorLocals errorLocals;
    private final Tracer tracer;
    private final Value globals;
    private final CallSetup setup;
    private final boolean drawsAnew;
    private Optional<ContextCheckpoint> checkpoint = Optional.empty();
    private Optional<Value> reseed = Optional.empty();
    private boolean warm;

    private SpareContext(
            Context context,
            GuestFileSystem files,
            GuestOutput output,
            Prelude prelude,
            Preparation ahead) {
        this.context = context;
        this.files = files;
        this.output = output;
        this.prelude = prelude;
        errorLocals = new ErrorLocals(context);
        tracer = Tracer.of(context.getEngine());
        globals = context.getBindings("python");
        setup = new CallSetup(context, ahead);
        drawsAnew = ahead.determinism().isEmpty();
    }

    /**
     * A fresh context, so prepared.
     *
     * @param threads that may be in it at one time; with one, guest code cannot create any
     */
    static SpareContext on(Engine engine, Preparation ahead, long threads) {
        GuestFileSystem files = new GuestFileSystem(ahead.packages());
        GuestOutput output = new GuestOutput();
        Context.Builder builder =
                Context.newBuilder("python")
                        .engine(engine)
                        .sandbox(SandboxPolicy.CONSTRAINED)
                        .in(InputStream.nullInputStream())
                        .out(output.stdout())
                        .err(output.stderr())
                        .currentWorkingDirectory(GuestFileSystem.HOME)
                        .allowIO(
                                IOAccess.newBuilder()
                                        .fileSystem(new LibraryFileSystem(files))
                                        .build());
        if (threads > 1) {
            builder.allowCreateThread(true);
            if (countsThreads(engine)) {
                builder.option("sandbox.MaxThreads", Long.toString(threads));
            }
        }
        Context context = builder.build();
        Prelude prelude = new Prelude(context.eval(Prelude.SOURCE));
        SpareContext spare = new SpareContext(context, files, output, prelude, ahead);
        PackageImports.into(context, ahead.packages());
        return spare;
    }

    /** Whether the engine ends a context at one thread too many; that of the image jit does not. */
    static boolean countsThreads(Engine engine) {
        return engine.getInstruments().containsKey("sandbox");
    }

    /** Imports what most guests import, so that they need not; before any guest code. */
    void warm() {
        if (!warm) {
            warm = true;
            context.eval(WARM);
        }
    }

    boolean isWarm() {
        return warm;
    }

    /**
     * Remembers the state as it is now.
     *
     * @throws ContextCheckpoint.Impossible if there is no way back to it
     */
    void mark() throws ContextCheckpoint.Impossible {
        List<Value> held = new ArrayList<>(List.of(prelude.members(), errorLocals.members()));
        if (drawsAnew) {
            reseed = Optional.of(context.eval(RESEED)).filter(Value::canExecute);
        }
        reseed.ifPresent(held::add);
        checkpoint = Optional.of(ContextCheckpoint.of(context, held));
    }

    /** Goes back to what {@link #mark} remembered; false if there is nothing. */
    boolean restore() {
        checkpoint.ifPresent(
                mark -> {
                    mark.restore();
                    reseed.ifPresent(Value::executeVoid);
                    files.renew();
                    hostRefusals.clear();
                    setup.renew();
                });
        return checkpoint.isPresent();
    }

    /** Gives the context what one call was granted, uncharged and before the guest begins. */
    void prepare(CallSettings settings) {
        files.begin(settings);
        setup.prepare(settings);
    }

    /** Writes out what the guest's open files still hold; on the guest's thread, in its time. */
    void flush() {
        setup.flush();
        try {
            prelude.flush();
        } catch (PolyglotException e) {
            // a stop, or a heap that is full: the call has its result, and says so
        }
    }

    Context context() {
        return context;
    }

    GuestFileSystem files() {
        return files;
    }

    GuestOutput output() {
        return output;
    }

    Prelude prelude() {
        return prelude;
    }

    Tracer tracer() {
        return tracer;
    }

    HostRefusals hostRefusals() {
        return hostRefusals;
    }

    ErrorLocals errorLocals() {
        return errorLocals;
    }

    /** The globals of {@code __main__}. */
    Value globals() {
        return globals;
    }

    void close() {
        context.close(true);
    }

    /** Interrupts whatever runs in the context; blocks until it stopped or the time is over. */
    void interrupt(Duration patience) {
        try {
            context.interrupt(patience);
        } catch (TimeoutException | RuntimeException e) {
            // nothing to do here: the supervisor kills what cannot be interrupted
        }
    }
}
