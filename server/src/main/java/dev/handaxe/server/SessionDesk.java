package dev.handaxe.server;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The open sessions of all clients, by an id that only their client is told. One that was not used
 * for a while is closed when another is asked for.
 *
 * <p>Thread-safe. Whoever makes it closes it, and with it the sessions.
 */
final class SessionDesk implements AutoCloseable {
    private final Sandbox sandbox;
    private final GuestCalls calls;
    private final Duration idle;
    private final Map<String, Held> open = new HashMap<>();
    private boolean closed;

    private static final class Held {
        private final String owner;
        private final Session session;
        private long usedAt = System.nanoTime();
        private int calls;

        private Held(String owner, Session session) {
            this.owner = owner;
            this.session = session;
        }
    }

    /** Closes those that were idle for that long. */
    SessionDesk(Sandbox sandbox, GuestCalls calls, Duration idle) {
        this.sandbox = sandbox;
        this.calls = calls;
        this.idle = idle;
    }

    /**
     * Opens a session with these functions.
     *
     * @throws RefusedException with status 429 if the client has as many as it may
     */
    String open(Client client, FunctionSet functions, ExecutionPolicy policy) {
        closeIdle();
        requireRoom(client);
        Session session = sandbox.openSession(functions, policy, client.name());
        String id = UUID.randomUUID().toString();
        boolean kept = false;
        try {
            synchronized (this) {
                requireRoom(client);
                open.put(id, new Held(client.name(), session));
                kept = true;
            }
        } finally {
            if (!kept) {
                session.close();
            }
        }
        return id;
    }

    private synchronized void requireRoom(Client client) {
        if (closed) {
            throw new RefusedException(Problem.closing());
        }
        long own = open.values().stream().filter(held -> isOwn(held, client)).count();
        if (own >= client.sessions()) {
            throw new RefusedException(
                    new Problem(
                            429,
                            "session_limit",
                            "%d sessions at a time are this client's quota"
                                    .formatted(client.sessions()),
                            1));
        }
    }

    private static boolean isOwn(Held held, Client client) {
        return held.owner.equals(client.name());
    }

    /**
     * Makes the session's next call; calls of one session run one after the other.
     *
     * @throws RefusedException with status 404 if the client has no such session, or the call is
     *     not let in
     */
    Outcome call(Client client, String id, Invocation invocation) {
        Held held = find(client, id);
        try {
            return calls.made(
                    client, GuestCalls.name(invocation), () -> held.session.call(invocation));
        } finally {
            synchronized (this) {
                held.calls--;
                held.usedAt = System.nanoTime();
            }
        }
    }

    private synchronized Held find(Client client, String id) {
        Held held = own(client, id);
        held.calls++;
        return held;
    }

    private synchronized Held own(Client client, String id) {
        Held held = open.get(id);
        if (held == null || !isOwn(held, client)) {
            throw new RefusedException(Problem.notFound("there is no such session"));
        }
        return held;
    }

    /** The ids of a client's sessions. */
    synchronized List<String> of(Client client) {
        return open.entrySet().stream()
                .filter(entry -> isOwn(entry.getValue(), client))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /**
     * Closes a session.
     *
     * @throws RefusedException with status 404 if the client has no such session
     */
    void close(Client client, String id) {
        Held held;
        synchronized (this) {
            held = own(client, id);
            open.remove(id);
        }
        held.session.close();
    }

    private void closeIdle() {
        List<Held> ended = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (this) {
            open.values()
                    .removeIf(
                            held -> {
                                boolean over =
                                        held.calls == 0 && now - held.usedAt > idle.toNanos();
                                if (over) {
                                    ended.add(held);
                                }
                                return over;
                            });
        }
        ended.forEach(held -> held.session.close());
    }

    @Override
    public void close() {
        List<Held> ended;
        synchronized (this) {
            closed = true;
            ended = List.copyOf(open.values());
            open.clear();
        }
        ended.forEach(held -> held.session.close());
    }
}
