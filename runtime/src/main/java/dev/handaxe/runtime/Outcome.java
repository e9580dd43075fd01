package dev.handaxe.runtime;

import dev.handaxe.policy.LimitName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one call ended. Every call has exactly one; the supervisor makes it, by its own clock and
 * judgement, so guest code cannot forge the kind.
 *
 * <pre>{@code
 * String said = switch (outcome) {
 *     case Outcome.Returned returned -> "value " + returned.value();
 *     case Outcome.Raised raised -> raised.error().type();
 *     case Outcome.LimitExceeded limit -> limit.breach().limit().key();
 *     case Outcome.Denied denied -> denied.name();
 *     case Outcome.Rejected rejected -> rejected.reason();
 *     case Outcome.Lost lost -> lost.reason();
 * };
 * }</pre>
 *
 * <p>Immutable.
 */
public sealed interface Outcome {

    /** What the call printed, used and took. */
    Report report();

    /** The word of the contract: {@code returned}, {@code limit_exceeded} and so on. */
    default String kind() {
        return getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    /**
     * A value came back, or a program ended.
     *
     * @param exited whether the program ended by {@code sys.exit(0)} rather than at its last line
     */
    record Returned(PythonValue value, boolean exited, Report report) implements Outcome {}

    /** An uncaught exception, an exit other than 0, or a result with no neutral form. */
    record Raised(GuestError error, Report report) implements Outcome {}

    /** A limit of the policy stopped the call. */
    record LimitExceeded(Breach breach, Report report) implements Outcome {}

    /**
     * An uncaught refusal by the policy.
     *
     * @param name what was asked for: a path, a module; bounded guest text
     * @param error the exception in which the refusal arrived
     */
    record Denied(Capability capability, String name, GuestError error, Report report)
            implements Outcome {}

    /** Never started: syntax error, unknown function, arguments that do not fit. */
    record Rejected(String reason, Report report) implements Outcome {}

    /** The worker died for a reason that no limit explains. */
    record Lost(String reason, Report report) implements Outcome {}

    /** What a policy can refuse. */
    enum Capability {
        FILE,
        SOCKET,
        PROCESS,
        HOST,
        POLYGLOT,
        MODULE,
        THREAD,
        HOST_FUNCTION;

        /** The lower-case word of the contract. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who stopped the guest. */
    enum Stage {
        /** The guest was interrupted inside its worker, which lives on or retires by itself. */
        SOFT,
        /** The supervisor killed the worker. */
        HARD;

        /** The lower-case word of the contract. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A limit that was crossed.
     *
     * @param allowed in the limit's unit
     * @param used what was seen when it was crossed, in the limit's unit; at least {@code allowed}
     * @param overrun from the moment the limit was due to the outcome
     * @param line the Python line the guest was on, where it is known
     */
    record Breach(
            LimitName limit,
            long allowed,
            long used,
            Stage stage,
            Duration overrun,
            OptionalInt line) {}

    /**
     * What a call left and used, whatever became of it.
     *
     * @param invocationId names the call in logs
     * @param output what it printed and left in its folder
     * @param confinement what held the worker process
     * @param metrics times and allocation
     * @param trace what was recorded, if the policy asked for it and the worker lived to tell
     * @param session what became of the state of its session
     */
    record Report(
            String invocationId,
            Output output,
            String confinement,
            Metrics metrics,
            Optional<Trace> trace,
            SessionState session) {
        /** Rejects nulls. */
        public Report {
            Objects.requireNonNull(invocationId);
            Objects.requireNonNull(output);
            Objects.requireNonNull(confinement);
            Objects.requireNonNull(metrics);
            Objects.requireNonNull(trace);
            Objects.requireNonNull(session);
        }

        /** The report of a call outside a session, with no trace and no files. */
        public Report(
                String invocationId,
                String stdout,
                String stderr,
                String confinement,
                Metrics metrics) {
            this(
                    invocationId,
                    new Output(stdout, stderr, List.of()),
                    confinement,
                    metrics,
                    Optional.empty(),
                    SessionState.NONE);
        }

        /** What was written to stdout. */
        public String stdout() {
            return output.stdout();
        }

        /** What was written to stderr. */
        public String stderr() {
            return output.stderr();
        }
    }

    /**
     * What a call printed and left behind.
     *
     * @param stdout bounded by {@code output_bytes}, decoded as UTF-8 with replacement
     * @param stderr likewise
     * @param files that it left in its folder, in the order of their names
     */
    record Output(String stdout, String stderr, List<GuestFile> files) {
        /** Copies. */
        public Output {
            Objects.requireNonNull(stdout);
            Objects.requireNonNull(stderr);
            files = List.copyOf(files);
        }
    }

    /** What became of a session's state in a call. */
    enum SessionState {
        /** The call belonged to no session. */
        NONE,
        /** The next call of the session sees what this one left. */
        KEPT,
        /** The next call of the session starts from nothing. */
        LOST;

        /** The lower-case word of the contract. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Times and allocation of one call; zero where the call never got so far.
     *
     * @param wall from the start of guest code to its end, by the supervisor's clock
     * @param cpu of the guest's thread
     * @param allocatedBytes by the guest's thread
     * @param init waiting for a context and preparing the call, not charged to the guest
     * @param queue waiting for a worker
     */
    record Metrics(
            Duration wall, Duration cpu, long allocatedBytes, Duration init, Duration queue) {
        /** Nothing was used. */
        public static final Metrics NONE =
                new Metrics(Duration.ZERO, Duration.ZERO, 0, Duration.ZERO, Duration.ZERO);
    }

    /** The value, if the call returned one. */
    default Optional<PythonValue> returnedValue() {
        return this instanceof Returned returned ? Optional.of(returned.value()) : Optional.empty();
    }
}
