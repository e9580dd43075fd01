package dev.handaxe.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The latest refusals of calls to the host in one context, so that an exception that escapes can be
 * told from one the guest made up. Thread-safe.
 */
final class HostRefusals {
    /** The exception in which the host refuses. */
    static final String TYPE = "PermissionError";

    private static final int KEPT = 16;

    private final Deque<Refused> refused = new ArrayDeque<>();

    /** Which function refused, and what it said. */
    private record Refused(String function, String message) {}

    synchronized void add(String function, String message) {
        if (refused.size() == KEPT) {
            refused.removeFirst();
        }
        refused.addLast(new Refused(function, message));
    }

    synchronized void clear() {
        refused.clear();
    }

    /** The function that refused with that message. */
    synchronized Optional<String> function(String message) {
        return refused.stream()
                .filter(each -> each.message().equals(message))
                .map(Refused::function)
                .findFirst();
    }
}
