package dev.handaxe.server;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a server listens on, whom it serves and what with.
 *
 * <pre>{@code
 * ServerOptions options =
 *         ServerOptions.builder(ExecutionPolicy.untrusted()).port(8080).store(folder).build();
 * }</pre>
 *
 * <p>Without clients it serves anyone, and only on a loopback address.
 *
 * <p>Immutable.
 */
public final class ServerOptions {
    private static final int MAX_PORT = 65_535;

    /** Calls that may wait, for each worker. */
    private static final int WAITING_EACH = 8;

    private final String host;
    private final int port;
    private final List<Client> clients;
    private final Optional<Path> store;
    private final SandboxOptions sandbox;
    private final int waiting;
    private final int bodyBytes;
    private final Duration grace;
    private final Consumer<String> log;
    private final List<ApiPart> parts;

    private ServerOptions(Builder builder) {
        host = builder.host;
        port = builder.port;
        clients =
                builder.clients.isEmpty()
                        ? List.of(Client.anyone(builder.policy))
                        : builder.clients;
        store = builder.store;
        sandbox = builder.sandbox;
        waiting = builder.waiting < 0 ? WAITING_EACH * sandbox.workers() : builder.waiting;
        bodyBytes = builder.bodyBytes;
        grace = builder.grace;
        log = builder.log;
        parts = builder.parts;
    }

    /** Begins options whose clients' calls run under that policy, if they name no other. */
    public static Builder builder(ExecutionPolicy policy) {
        return new Builder(policy);
    }

    /** The address that it listens on. */
    public String host() {
        return host;
    }

    /** The port; 0 for one that is free. */
    public int port() {
        return port;
    }

    /** Whom it serves; at least one. */
    public List<Client> clients() {
        return clients;
    }

    /** Whether requests need a token. */
    public boolean asksForTokens() {
        return clients.getFirst().token().isPresent();
    }

    /** The folder of the functions that it serves; none without one. */
    public Optional<Path> store() {
        return store;
    }

    /** How the sandbox is opened. */
    public SandboxOptions sandbox() {
        return sandbox;
    }

    /** How many calls may wait for a worker; one more is refused. */
    public int waiting() {
        return waiting;
    }

    /** The largest body of a request, in bytes. */
    public int bodyBytes() {
        return bodyBytes;
    }

    /** How long calls under way may take when the server is closed. */
    public Duration grace() {
        return grace;
    }

    /** Takes a line for each request: method, route, status, time, client; never a payload. */
    public Consumer<String> log() {
        return log;
    }

    /** What a program adds to the API. */
    public List<ApiPart> parts() {
        return parts;
    }

    /** Collects them; everything but the policy has a default. Confined to one thread. */
    public static final class Builder {
        private final ExecutionPolicy policy;
        private String host = "127.0.0.1";
        private int port;
        private List<Client> clients = List.of();
        private Optional<Path> store = Optional.empty();
        private SandboxOptions sandbox = SandboxOptions.defaults();
        private int waiting = -1;
        private int bodyBytes = 4 << 20;
        private Duration grace = Duration.ofSeconds(30);
        private Consumer<String> log = line -> {};
        private List<ApiPart> parts = List.of();

        private Builder(ExecutionPolicy policy) {
            this.policy = policy;
        }

        /** The address to listen on (default: 127.0.0.1). */
        public Builder host(String address) {
            host = address;
            return this;
        }

        /** The port to listen on (default: 0, one that is free). */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Whom to serve, each by a token of its own (default: anyone, on loopback). */
        public Builder clients(List<Client> whom) {
            clients = List.copyOf(whom);
            return this;
        }

        /** The folder of the functions to serve (default: none). */
        public Builder store(Path folder) {
            store = Optional.of(folder);
            return this;
        }

        /** How to open the sandbox; its meters are the server's own. */
        public Builder sandbox(SandboxOptions options) {
            sandbox = options;
            return this;
        }

        /** How many calls may wait for a worker (default: eight for each worker). */
        public Builder waiting(int calls) {
            waiting = calls;
            return this;
        }

        /** The largest body of a request, in bytes (default: 4 MiB). */
        public Builder bodyBytes(int bytes) {
            bodyBytes = bytes;
            return this;
        }

        /** How long calls under way may take when the server is closed (default: 30 s). */
        public Builder grace(Duration longest) {
            grace = longest;
            return this;
        }

        /** Takes a line for each request (default: nobody). */
        public Builder log(Consumer<String> lines) {
            log = lines;
            return this;
        }

        /** What to add to the API (default: nothing); the server closes them. */
        public Builder parts(List<ApiPart> added) {
            parts = List.copyOf(added);
            return this;
        }

        /**
         * The options.
         *
         * @throws HandaxeException with {@link Code#INVALID_INPUT} if they contradict each other,
         *     or an address that is not loopback has no tokens
         */
        public ServerOptions build() {
            require(port >= 0 && port <= MAX_PORT, "a port is a number from 0 to 65535");
            require(bodyBytes >= 1, "a body has at least one byte");
            require(!grace.isNegative(), "the time to end in must not be negative");
            Set<String> names = new HashSet<>();
            Set<String> tokens = new HashSet<>();
            for (Client client : clients) {
                require(
                        client.token().filter(tokens::add).isPresent() && names.add(client.name()),
                        "client '" + client.name() + "' needs a name and a token of its own");
            }
            require(
                    !clients.isEmpty() || Loopback.isAddress(host),
                    "the address %s can be reached from elsewhere, so requests must carry a token:"
                                    .formatted(host)
                            + " set HANDAXE_TOKEN, or listen on 127.0.0.1");
            return new ServerOptions(this);
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new HandaxeException(Code.INVALID_INPUT, message);
            }
        }
    }
}
