package dev.handaxe.server;

import dev.handaxe.runtime.OutcomeFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes first, whether it is for the API or for MCP: a browser that was led
 * here by another site is refused, a client is found or refused, and the request is counted and
 * logged without its payload.
 *
 * <p>Thread-safe.
 */
final class AccessFilter implements Filter {
    /** The attribute that holds the client. */
    static final String CLIENT = "handaxe.client";

    /** The attribute that holds the route's pattern, once it is known. */
    static final String ROUTE = "handaxe.route";

    private static final String OTHER = "other";
    private static final int MAX_METHOD = 10;

    /** These tell nothing about functions, calls or the host. */
    private static final Set<String> OPEN = Set.of("/health", "/openapi.json");

    private final Clients clients;
    private final boolean tokens;
    private final MeterRegistry meters;
    private final Consumer<String> log;

    AccessFilter(ServerOptions options, MeterRegistry meters) {
        clients = new Clients(options.clients());
        tokens = options.asksForTokens();
        this.meters = meters;
        log = options.log();
    }

    @Override
    public void doFilter(ServletRequest asked, ServletResponse answered, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) asked;
        var response = (HttpServletResponse) answered;
        long began = System.nanoTime();
        String client = "-";
        try {
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Referrer-Policy", "no-referrer");
            response.setHeader("Cache-Control", "no-store");
            Optional<Client> found = clients.find(request.getHeader("Authorization"));
            client = found.map(Client::name).orElse(client);
            Problem refusal = refusal(request, found);
            if (refusal != null) {
                refusal.send(response);
                return;
            }
            found.ifPresent(one -> request.setAttribute(CLIENT, one));
            chain.doFilter(request, response);
        } finally {
            String known = client;
            Runnable tell =
                    () -> tell(request, response.getStatus(), known, System.nanoTime() - began);
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new AtEnd(tell));
            } else {
                tell.run();
            }
        }
    }

    private @Nullable Problem refusal(HttpServletRequest request, Optional<Client> client) {
        if (!tokens && !isLoopback(request.getHeader("Host"))) {
            return new Problem(
                    403, "host", "without tokens only requests to a loopback address are answered");
        }
        if (isForeign(request)) {
            return new Problem(403, "origin", "requests from other sites are not answered");
        }
        String path = request.getRequestURI();
        boolean open = OPEN.contains(path) || Dashboard.isPath(path);
        if (client.isEmpty() && !open) {
            return new Problem(
                    401, "token", "a request carries the header Authorization: Bearer TOKEN");
        }
        return null;
    }

    /** A name of another site's that was made to mean this host is still that site's. */
    private static boolean isLoopback(@Nullable String host) {
        return host != null && Loopback.isHeader(host);
    }

    private static boolean isForeign(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        String host = request.getHeader("Host");
        return origin != null
                && !origin.equals("http://" + host)
                && !origin.equals("https://" + host);
    }

    private void tell(HttpServletRequest request, int status, String client, long nanos) {
        String method = OutcomeFormat.printable(request.getMethod(), MAX_METHOD);
        Object known = request.getAttribute(ROUTE);
        String route =
                known == null
                        ? (request.getRequestURI().equals("/mcp") ? "/mcp" : OTHER)
                        : "" + known;
        Timer.builder("http.server.requests")
                .description("Requests over HTTP")
                .tag("method", OTHER.equals(route) ? OTHER : method)
                .tag("uri", route)
                .tag("status", Integer.toString(status))
                .tag("client", client)
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
        log.accept(
                String.format(
                        Locale.ROOT,
                        "%s %s %d %.1f ms %s",
                        method,
                        route,
                        status,
                        nanos / 1e6,
                        client));
    }

    /** For an answer that goes on after its handler, such as a stream of events. */
    private record AtEnd(Runnable action) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            action.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // completion follows
        }

        @Override
        public void onError(AsyncEvent event) {
            // completion follows
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
