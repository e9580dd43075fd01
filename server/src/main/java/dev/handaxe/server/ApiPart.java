package dev.handaxe.server;

import dev.handaxe.runtime.Sandbox;
import java.util.List;

/**
 * Routes that a program adds to a server's API, such as those for training runs. They are behind
 * the same door: clients and tokens, the bounds of bodies, the metrics and the log.
 *
 * <p>Thread-safe. The server that is given one closes it.
 */
public interface ApiPart extends AutoCloseable {
    /** A request that a route is for. */
    @FunctionalInterface
    interface Handler {
        /**
         * Answers it.
         *
         * @throws dev.handaxe.runtime.HandaxeException whose message is told to the client if its
         *     code is {@code INVALID_INPUT}; of any other only the server's log says more
         */
        ApiAnswer answer(ApiRequest request);
    }

    /**
     * A route.
     *
     * @param method of HTTP, such as {@code GET}
     * @param path below {@code /api/}, with names of parameters in braces
     */
    record Route(String method, String path, Handler handler) {}

    /** The routes, always the same. */
    List<Route> routes();

    /** The OpenAPI description of those routes: an object with {@code paths} and components. */
    String description();

    /** Is told once, before the first request, where guest code runs. */
    default void begin(Sandbox sandbox) {}

    /** Ends what is under way. */
    @Override
    default void close() {}
}
