package dev.handaxe.worker;

import dev.handaxe.policy.Determinism;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.runtime.protocol.CallSettings;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * The Python side of what a call is granted. Each part is a file of trusted Python that runs only
 * in the contexts whose call needs it. Nothing of it is a boundary: a guest that gets around it has
 * changed its own view, and gained nothing. Confined to one thread at a time.
 */
final class CallSetup {
    private static final Source FOLDER = TrustedPython.source("folder.py");
    private static final Source MODULES = TrustedPython.source("modules.py");
    private static final Source DETERMINISM = TrustedPython.source("determinism.py");

    /** What each look at the clock of a repeatable call takes. */
    private static final long TICK_NANOS = 1000;

    private final Context context;
    private final Preparation ahead;
    private Optional<Value> flush = Optional.empty();
    private boolean prepared;

    /** In a context in which nothing has run, and that has what is ahead of its call. */
    CallSetup(Context context, Preparation ahead) {
        this.context = context;
        this.ahead = ahead;
        ahead.determinism().ifPresent(this::fix);
    }

    /** Puts the parts in place that the call needs, once for a context. */
    void prepare(CallSettings settings) {
        if (prepared) {
            return;
        }
        prepared = true;
        if (settings.grants().folder()) {
            flush = Optional.of(context.eval(FOLDER));
        }
        if (ahead.determinism().isEmpty()) {
            settings.determinism().ifPresent(this::fix);
        }
        switch (settings.grants().modules()) {
            case ModuleRule.Only(Set<String> names) -> {
                Set<String> allowed = new HashSet<>(names);
                allowed.addAll(ahead.packages().names());
                restrict(true, allowed);
            }
            case ModuleRule.Except(Set<String> names) -> {
                if (!names.isEmpty()) {
                    restrict(false, names);
                }
            }
        }
    }

    /** What a call put in place has gone with its state, and the next one needs its own. */
    void renew() {
        prepared = false;
        flush = Optional.empty();
    }

    private void fix(Determinism fixed) {
        Instant clock = fixed.clock();
        context.eval(DETERMINISM)
                .executeVoid(fixed.seed(), clock.getEpochSecond(), clock.getNano(), TICK_NANOS);
    }

    private void restrict(boolean only, Set<String> names) {
        // A text and no list: objects of the host are not let into a context.
        context.eval(MODULES).executeVoid(only, String.join(",", names));
    }

    /** Writes out what open files hold, as Python does when a program ends. */
    void flush() {
        try {
            flush.ifPresent(Value::executeVoid);
        } catch (PolyglotException e) {
            // the call has its result; what cannot be written is lost as at the end of any program
        }
    }
}
