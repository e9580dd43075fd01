package dev.handaxe.server;

import java.util.Map;

/**
 * What a route of an {@link ApiPart} answers.
 *
 * <p>Immutable.
 *
 * @param status of HTTP
 * @param headers with the type of the body
 */
public record ApiAnswer(int status, Map<String, String> headers, String body) {
    private static final String TYPE = "Content-Type";

    /** Copies. */
    public ApiAnswer {
        headers = Map.copyOf(headers);
    }

    /** A JSON text, with status 200. */
    public static ApiAnswer json(String json) {
        return new ApiAnswer(200, Map.of(TYPE, "application/json"), json);
    }

    /** Something that the request made, and where it is. */
    public static ApiAnswer accepted(String location, String json) {
        return new ApiAnswer(202, Map.of(TYPE, "application/json", "Location", location), json);
    }

    /** Lines of JSON. */
    public static ApiAnswer lines(String lines) {
        return new ApiAnswer(200, Map.of(TYPE, "application/jsonl"), lines);
    }

    /**
     * A whole page that brings its own script along. A browser gives it an origin of its own, so
     * that it can ask nothing of this server.
     */
    public static ApiAnswer page(String html) {
        return new ApiAnswer(
                200,
                Map.of(
                        TYPE,
                        "text/html; charset=utf-8",
                        "Content-Security-Policy",
                        "sandbox allow-scripts allow-popups"),
                html);
    }

    /** Nothing to say. */
    public static ApiAnswer empty() {
        return new ApiAnswer(204, Map.of(), "");
    }

    /** There is nothing of that name. */
    public static ApiAnswer notFound(String detail) {
        return of(Problem.notFound(detail));
    }

    /** The client has as much under way as it may; it may come again in some seconds. */
    public static ApiAnswer busy(String detail) {
        return of(new Problem(429, "busy", detail, 5));
    }

    private static ApiAnswer of(Problem problem) {
        return new ApiAnswer(problem.status(), problem.headers(), problem.json());
    }
}
