package dev.handaxe.server;

import java.util.Map;
import java.util.Optional;

/**
 * A request for a route of an {@link ApiPart}. All of it but the client's name is the client's
 * text.
 *
 * <p>Immutable.
 *
 * @param client the name of whom it comes from
 * @param path the parameters of the route's path, decoded
 * @param query the first value of each parameter of the query
 * @param body a JSON text, or empty
 */
public record ApiRequest(
        String client, Map<String, String> path, Map<String, String> query, String body) {
    /** Copies. */
    public ApiRequest {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /** A parameter of the route's path. */
    public String part(String name) {
        return Optional.ofNullable(path.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the route has no " + name));
    }

    /** A parameter of the query, if it is there. */
    public Optional<String> asked(String name) {
        return Optional.ofNullable(query.get(name));
    }
}
