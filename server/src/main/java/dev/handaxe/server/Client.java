package dev.handaxe.server;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Somebody who may use a server: whom a token stands for, under which policy their calls run, and
 * how much they may ask for. Clients do not share workers.
 *
 * <p>Immutable. Its text leaves the token out.
 *
 * @param name in logs and as the tenant of its calls: up to 40 letters, digits, {@code - _ .}
 * @param token that its requests carry; empty for the one client of a server that asks for none
 * @param policy of its calls; a request may ask for less
 * @param callsPerMinute at most, in bursts up to all of them; 0 for no such quota
 * @param sessions that it may have open at a time
 */
public record Client(
        String name,
        Optional<String> token,
        ExecutionPolicy policy,
        int callsPerMinute,
        int sessions) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,39}");

    /** Shorter ones could be guessed. */
    private static final int MIN_TOKEN = 16;

    private static final int MAX_TOKEN = 4096;
    private static final int DEFAULT_SESSIONS = 8;

    public Client {
        Objects.requireNonNull(policy, "policy");
        if (!NAME.matcher(name).matches()) {
            throw invalid("a client's name has up to 40 letters, digits and '-', '_', '.'");
        }
        if (token.isPresent() && !isToken(token.get())) {
            throw invalid(
                    "the token of client '%s' must have %d to %d characters from '!' to '~'"
                            .formatted(name, MIN_TOKEN, MAX_TOKEN));
        }
        if (callsPerMinute < 0 || sessions < 0) {
            throw invalid("the quotas of client '" + name + "' must not be negative");
        }
    }

    /** With that token, no quota of calls and eight sessions. */
    public static Client of(String name, String token, ExecutionPolicy policy) {
        return new Client(name, Optional.of(token), policy, 0, DEFAULT_SESSIONS);
    }

    /** Whoever reaches a server that asks for no token. */
    public static Client anyone(ExecutionPolicy policy) {
        return new Client("anyone", Optional.empty(), policy, 0, DEFAULT_SESSIONS);
    }

    private static boolean isToken(String text) {
        return text.length() >= MIN_TOKEN
                && text.length() <= MAX_TOKEN
                && text.chars().allMatch(c -> c >= '!' && c <= '~');
    }

    private static HandaxeException invalid(String message) {
        return new HandaxeException(Code.INVALID_INPUT, message);
    }

    @Override
    public String toString() {
        return "Client[" + name + ", " + policy.name() + "]";
    }
}
