package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.Determinism;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.GuestFile;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The part of a policy that is settled for each call, as the worker needs it.
 *
 * <p>Immutable.
 *
 * @param limits that the worker watches
 * @param grants what the guest is given
 * @param determinism seed and clock of a repeatable run
 * @param trace what to record
 * @param session whether the context is kept, or one that was kept is used
 */
public record CallSettings(
        Limits limits,
        Granted grants,
        Optional<Determinism> determinism,
        TraceMode trace,
        SessionUse session) {

    /** Rejects nulls. */
    public CallSettings {
        Objects.requireNonNull(limits);
        Objects.requireNonNull(grants);
        Objects.requireNonNull(determinism);
        Objects.requireNonNull(trace);
        Objects.requireNonNull(session);
    }

    /** Those limits and nothing else. */
    public static CallSettings of(Limits limits) {
        return new CallSettings(
                limits, Granted.nothing(), Optional.empty(), TraceMode.OFF, SessionUse.NONE);
    }

    /**
     * Whether the guest begins as soon as the worker has read the call, which then says nothing of
     * it: there is a context, and nothing to prepare that takes long.
     */
    public boolean beginsOnArrival() {
        return session.goesOn() && trace == TraceMode.OFF && limits.get(LimitName.THREADS) == 1;
    }

    /**
     * What the guest is given, with the content of its inputs.
     *
     * @param modules which modules it may import
     * @param inputs read-only files by their place in the guest's folder
     * @param folder whether it may write there
     * @param hostFunctions names of functions that the host answers
     */
    public record Granted(
            ModuleRule modules,
            List<GuestFile> inputs,
            boolean folder,
            List<String> hostFunctions) {
        /** Copies. */
        public Granted {
            Objects.requireNonNull(modules);
            inputs = List.copyOf(inputs);
            hostFunctions = List.copyOf(hostFunctions);
        }

        /** The standard library and nothing else. */
        public static Granted nothing() {
            return new Granted(ModuleRule.any(), List.of(), false, List.of());
        }
    }

    /** What a call has to do with a session. */
    public enum SessionUse {
        /** Nothing: its context is fresh and closed afterwards. */
        NONE,
        /** It begins one: its context is fresh and kept. */
        BEGIN,
        /** It goes on with one: its context is the kept one. */
        CONTINUE,
        /** Likewise, after the globals of {@code __main__} are back to the functions alone. */
        CONTINUE_CLEARED;

        /** Whether the call needs a kept context. */
        public boolean goesOn() {
            return this == CONTINUE || this == CONTINUE_CLEARED;
        }
    }
}
