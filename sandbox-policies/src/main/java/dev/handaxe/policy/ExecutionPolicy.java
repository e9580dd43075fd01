package dev.handaxe.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one call of guest code may do and use. Everything that is not named is denied: files,
 * sockets, processes, threads, packages, the environment, the host.
 *
 * <pre>{@code
 * ExecutionPolicy policy = ExecutionPolicy.untrusted().with(LimitName.CPU_MS, 500);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ExecutionPolicy {
    /** Why a policy that comes from the preset for untrusted code has no other image. */
    static final String STARTUP_ONLY =
            "must be startup in a policy that comes from the preset untrusted: extend evaluation or"
                    + " session for another";

    private static final String UNTRUSTED = "untrusted";

    private final String name;
    private final Limits limits;
    private final Isolation isolation;
    private final Confinement confinement;
    private final Grants grants;
    private final Optional<Determinism> determinism;
    private final TraceMode trace;
    private final Image image;
    private final Optional<String> origin;

    private ExecutionPolicy(Builder builder) {
        name = builder.name;
        origin = builder.origin;
        limits = builder.limits;
        isolation = builder.isolation;
        confinement = builder.confinement;
        grants = builder.grants;
        determinism = builder.determinism;
        trace = builder.trace;
        image = builder.image;
        if (isForUntrusted(origin) && image != Image.STARTUP) {
            throw new PolicyException(List.of("policy " + name + ": /image: " + STARTUP_ONLY));
        }
    }

    /** Whether policies that come from that preset have the image that passed every attack. */
    static boolean isForUntrusted(Optional<String> origin) {
        return origin.equals(Optional.of(UNTRUSTED));
    }

    /** The default: 2 s of CPU, 5 s of wall time, 256 MiB of heap, 1 MiB of output. */
    public static ExecutionPolicy untrusted() {
        return preset(UNTRUSTED);
    }

    /** For data sets: 10 s of CPU, 15 s of wall time, 512 MiB of heap, 1 MiB of output. */
    public static ExecutionPolicy evaluation() {
        return preset("evaluation");
    }

    /** For sessions: 10 s of CPU, 30 s of wall time, 512 MiB of heap, 1 MiB of output, a call. */
    public static ExecutionPolicy session() {
        return preset("session");
    }

    /**
     * The preset of that name.
     *
     * @throws PolicyException if there is none
     */
    public static ExecutionPolicy preset(String name) {
        return PolicyReader.preset(name);
    }

    /** The names of the presets, the default first. */
    public static List<String> presets() {
        return PolicyReader.PRESETS;
    }

    /**
     * Reads a policy file: JSON that extends a preset or another file. All mistakes are reported at
     * once, those of the files it extends as well.
     *
     * @throws PolicyException if the file cannot be read or has errors
     */
    public static ExecutionPolicy read(Path file) {
        return PolicyReader.read(file);
    }

    /**
     * Reads the text of a policy file, as {@link #read} does; paths in it begin at the working
     * folder.
     *
     * @param name what messages call it
     * @throws PolicyException if the text has errors
     */
    public static ExecutionPolicy parse(String name, String json) {
        return PolicyReader.text(name, json);
    }

    /**
     * Starts a policy of one's own, which grants nothing, keeps calls apart by context and prefers
     * confinement.
     *
     * @param name what messages call it
     * @param limits a value for each limit
     */
    public static Builder builder(String name, Limits limits) {
        return new Builder(name, limits);
    }

    /** A builder that starts from this policy. */
    public Builder toBuilder() {
        return new Builder(name, limits)
                .origin(origin)
                .isolation(isolation)
                .confinement(confinement)
                .grants(grants)
                .determinism(determinism)
                .trace(trace)
                .image(image);
    }

    /** What the policy is called in messages: a preset's name or a file's. */
    public String name() {
        return name;
    }

    /**
     * The preset that it was made from, be it through files and changes; empty for a policy of
     * one's own, which {@link #builder} began. It changes nothing for a call, so policies of
     * different origin may be equal.
     */
    public Optional<String> origin() {
        return origin;
    }

    /** A value for each limit. */
    public Limits limits() {
        return limits;
    }

    /** How far one call is kept from the next. */
    public Isolation isolation() {
        return isolation;
    }

    /** Whether the operating system has to confine the worker. */
    public Confinement confinement() {
        return confinement;
    }

    /** What guest code is given beyond the standard library. */
    public Grants grants() {
        return grants;
    }

    /** The seed and the clock of a repeatable run; empty for true randomness and time. */
    public Optional<Determinism> determinism() {
        return determinism;
    }

    /** What is recorded of the run. */
    public TraceMode trace() {
        return trace;
    }

    /** Which program its workers are. */
    public Image image() {
        return image;
    }

    /**
     * The same policy with one limit changed.
     *
     * @throws IllegalArgumentException if the value is out of range
     */
    public ExecutionPolicy with(LimitName limit, long value) {
        return toBuilder().limits(limits.with(limit, value)).build();
    }

    /** The same policy under another isolation. */
    public ExecutionPolicy with(Isolation other) {
        return toBuilder().isolation(other).build();
    }

    /** The same policy with another demand on confinement. */
    public ExecutionPolicy with(Confinement other) {
        return toBuilder().confinement(other).build();
    }

    /** The same policy with other grants. */
    public ExecutionPolicy with(Grants other) {
        return toBuilder().grants(other).build();
    }

    /** The same policy, repeatable. */
    public ExecutionPolicy with(Determinism other) {
        return toBuilder().determinism(Optional.of(other)).build();
    }

    /** The same policy with another trace. */
    public ExecutionPolicy with(TraceMode other) {
        return toBuilder().trace(other).build();
    }

    /**
     * The same policy with other workers.
     *
     * @throws PolicyException if it comes from {@link #untrusted} and the image compiles
     */
    public ExecutionPolicy with(Image other) {
        return toBuilder().image(other).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExecutionPolicy that
                && name.equals(that.name)
                && limits.equals(that.limits)
                && isolation == that.isolation
                && confinement == that.confinement
                && grants.equals(that.grants)
                && determinism.equals(that.determinism)
                && trace == that.trace
                && image == that.image;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name, limits, isolation, confinement, grants, determinism, trace, image);
    }

    @Override
    public String toString() {
        return "policy " + name;
    }

    /** Puts a policy together. Confined to one thread. */
    public static final class Builder {
        private final String name;
        private Limits limits;
        private Isolation isolation = Isolation.CONTEXT;
        private Confinement confinement = Confinement.PREFERRED;
        private Grants grants = Grants.none();
        private Optional<Determinism> determinism = Optional.empty();
        private TraceMode trace = TraceMode.OFF;
        private Image image = Image.STARTUP;
        private Optional<String> origin = Optional.empty();

        private Builder(String name, Limits limits) {
            this.name = Objects.requireNonNull(name);
            this.limits = Objects.requireNonNull(limits);
        }

        /** Other limits. */
        public Builder limits(Limits values) {
            limits = Objects.requireNonNull(values);
            return this;
        }

        /** How far one call is kept from the next. */
        public Builder isolation(Isolation value) {
            isolation = Objects.requireNonNull(value);
            return this;
        }

        /** Whether the operating system has to confine the worker. */
        public Builder confinement(Confinement value) {
            confinement = Objects.requireNonNull(value);
            return this;
        }

        /** What guest code is given. */
        public Builder grants(Grants value) {
            grants = Objects.requireNonNull(value);
            return this;
        }

        /** A seed and a clock, or true randomness and time. */
        public Builder determinism(Optional<Determinism> value) {
            determinism = Objects.requireNonNull(value);
            return this;
        }

        /** What is recorded of a run. */
        public Builder trace(TraceMode value) {
            trace = Objects.requireNonNull(value);
            return this;
        }

        /** Which program its workers are. */
        public Builder image(Image value) {
            image = Objects.requireNonNull(value);
            return this;
        }

        /** The preset that it comes from. */
        Builder origin(Optional<String> preset) {
            origin = preset;
            return this;
        }

        /**
         * The policy.
         *
         * @throws PolicyException if it comes from the preset untrusted and its image compiles
         */
        public ExecutionPolicy build() {
            return new ExecutionPolicy(this);
        }
    }
}
