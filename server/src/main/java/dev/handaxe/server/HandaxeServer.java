package dev.handaxe.server;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Sandbox;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.DispatcherType;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves functions and guest code over HTTP and MCP: one sandbox, one port.
 *
 * <pre>{@code
 * try (HandaxeServer server = HandaxeServer.start(options)) {
 *     System.out.println(server.port());
 *     server.awaitEnd();
 * }
 * }</pre>
 *
 * <p>Closing it lets nobody in any more, waits for calls under way as long as the options say, ends
 * those that are left as lost, and answers each of them once.
 *
 * <p>Thread-safe. Whoever starts it closes it.
 */
public final class HandaxeServer implements AutoCloseable {
    private static final Duration STORE_LOOK = Duration.ofSeconds(1);

    /** Besides those whose calls run or wait. */
    private static final int SPARE_THREADS = 16;

    private static final int IDLE_MILLIS = 60_000;

    private final ServerOptions options;
    private final Sandbox sandbox;
    private final ServedFunctions served;
    private final Admission admission;
    private final SessionDesk sessions;
    private final Function<Client, McpTools> tools;
    private final McpServlet mcp;
    private final HttpApi api;
    private final PrometheusMeterRegistry meters;
    private final Javalin http;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean closed;

    private HandaxeServer(ServerOptions options) {
        this.options = options;
        meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        served = new ServedFunctions(options.store(), STORE_LOOK);
        sandbox = Sandbox.open(options.sandbox().withMeters(meters));
        admission = new Admission(inside(options), options.clients(), meters, System::nanoTime);
        RecentCalls recent = new RecentCalls();
        GuestCalls calls = new GuestCalls(sandbox, admission, recent, Clock.systemUTC());
        Client first = options.clients().getFirst();
        sessions = new SessionDesk(sandbox, calls, options.sandbox().sessionIdle());
        tools = client -> new McpTools(served, calls, client);
        mcp =
                new McpServlet(
                        options.clients(),
                        client ->
                                McpEndpoint.http(tools.apply(client), served, options.bodyBytes()));
        HealthCheck health = new HealthCheck(calls, first);
        api =
                new HttpApi(
                        served,
                        calls,
                        sessions,
                        recent,
                        new HttpApi.Vitals(health, meters),
                        options.parts());
        options.parts().forEach(part -> part.begin(sandbox));
        http = Javalin.create(this::configure);
    }

    /**
     * Starts one; it answers when this returns.
     *
     * @throws HandaxeException if the store cannot be read, the host cannot run workers, or the
     *     port is taken
     */
    public static HandaxeServer start(ServerOptions options) {
        HandaxeServer server = open(options);
        boolean started = false;
        try {
            server.http.start();
            started = true;
            return server;
        } catch (io.javalin.util.JavalinBindException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "cannot listen on %s port %d: it is taken, or not allowed"
                            .formatted(options.host(), options.port()),
                    e);
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    /**
     * Opens one that listens on no port, for {@link #speakMcp}.
     *
     * @throws HandaxeException if the store cannot be read, or the host cannot run workers
     */
    public static HandaxeServer open(ServerOptions options) {
        HandaxeServer server = new HandaxeServer(options);
        boolean warm = false;
        try {
            server.sandbox.warm(options.clients().getFirst().policy());
            warm = true;
            return server;
        } finally {
            if (!warm) {
                server.close();
            }
        }
    }

    private static int inside(ServerOptions options) {
        return options.sandbox().workers() + options.waiting();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.maxRequestSize = options.bodyBytes();
        config.http.prefer405over404 = true;
        config.jetty.host = options.host();
        config.jetty.port = options.port();
        config.jetty.threadPool =
                new QueuedThreadPool(inside(options) + SPARE_THREADS, 4, IDLE_MILLIS);
        config.jetty.modifyHttpConfiguration(
                jetty -> {
                    jetty.setSendServerVersion(false);
                    jetty.setIdleTimeout(IDLE_MILLIS);
                });
        config.jetty.modifyServletContextHandler(this::addMcp);
        api.register(config.routes);
        Dashboard.register(config.routes);
    }

    private void addMcp(ServletContextHandler handler) {
        FilterHolder filter = new FilterHolder(new AccessFilter(options, meters));
        filter.setAsyncSupported(true);
        handler.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        ServletHolder servlet = new ServletHolder(mcp);
        servlet.setAsyncSupported(true);
        handler.addServlet(servlet, McpEndpoint.PATH);
    }

    /** Method and path of each route, for tests. */
    List<String> routes() {
        return api.routes().stream().map(route -> route.method() + " " + route.path()).toList();
    }

    /** The port that it listens on. */
    public int port() {
        return http.port();
    }

    /**
     * Speaks MCP over these streams as well, as the first client, until the other side closes its
     * end.
     *
     * @param out which nothing else may write to
     */
    public void speakMcp(InputStream in, OutputStream out) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        McpTools firsts = tools.apply(options.clients().getFirst());
        try (McpEndpoint _ = McpEndpoint.streams(firsts, served, in, out, over)) {
            over.await();
        }
    }

    /** Waits until it is closed. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            var _ = admission.close(options.grace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then nothing is waited for
        }
        options.parts().forEach(ApiPart::close);
        served.close();
        mcp.close();
        sessions.close();
        sandbox.close();
        http.stop();
        meters.close();
        ended.countDown();
    }
}
