package dev.handaxe.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What one call of guest code may do and use. Everything that is not named is denied: files,
 * sockets, processes, threads, the environment, the host.
 *
 * <pre>{@code
 * ExecutionPolicy policy = ExecutionPolicy.untrusted().with(LimitName.CPU_MS, 500);
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param name what the policy is called in messages: a preset's name or a file's
 * @param limits a value for each limit
 * @param isolation how far one call is kept from the next
 */
public record ExecutionPolicy(String name, Limits limits, Isolation isolation) {

    /** Rejects nulls. */
    public ExecutionPolicy {
        Objects.requireNonNull(name);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(isolation);
    }

    /** The default: 2 s of CPU, 5 s of wall time, 256 MiB of heap, 1 MiB of output. */
    public static ExecutionPolicy untrusted() {
        return preset("untrusted");
    }

    /** For data sets: 10 s of CPU, 15 s of wall time, 512 MiB of heap, 1 MiB of output. */
    public static ExecutionPolicy evaluation() {
        return preset("evaluation");
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
     * Reads a policy file: JSON that extends a preset. All mistakes are reported at once.
     *
     * @throws PolicyException if the file cannot be read or has errors
     */
    public static ExecutionPolicy read(Path file) {
        return PolicyReader.read(file);
    }

    /**
     * The same policy with one limit changed.
     *
     * @throws IllegalArgumentException if the value is out of range
     */
    public ExecutionPolicy with(LimitName limit, long value) {
        return new ExecutionPolicy(name, limits.with(limit, value), isolation);
    }

    /** The same policy under another isolation. */
    public ExecutionPolicy with(Isolation other) {
        return new ExecutionPolicy(name, limits, other);
    }
}
