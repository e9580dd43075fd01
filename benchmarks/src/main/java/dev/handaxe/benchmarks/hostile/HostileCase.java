package dev.handaxe.benchmarks.hostile;

import java.util.Objects;
import java.util.Optional;

/**
 * One hostile program and how the sandbox must answer it.
 *
 * <p>Immutable.
 *
 * @param id the name of its folder: the class with three digits, a letter if the class has several,
 *     and a word or two, such as {@code 055b-max-endless}
 * @param hostileClass the number of its class, 1 to 96
 * @param about one line that says what is tried
 * @param attack the call that attacks
 * @param meanwhile a call of a neighbour that runs while the attack does
 * @param then a call that comes after the attack and must not feel it
 */
public record HostileCase(
        String id,
        int hostileClass,
        String about,
        HostileCall attack,
        Optional<HostileCall> meanwhile,
        Optional<HostileCall> then) {

    /** How many classes there are. */
    public static final int CLASSES = 96;

    /** Rejects nulls. */
    public HostileCase {
        Objects.requireNonNull(id);
        Objects.requireNonNull(about);
        Objects.requireNonNull(attack);
        Objects.requireNonNull(meanwhile);
        Objects.requireNonNull(then);
    }
}
