package dev.handaxe.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.policy.PolicyException;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.OutcomeFormat;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why a request was not carried out, as RFC 9457 has it, with the code of the command line's
 * contract. What a guest did is no problem but an outcome.
 *
 * <p>Immutable.
 *
 * @param status of HTTP
 * @param code the stable word
 * @param detail one line for people; never what a fault of the host's says, which names its places
 * @param retrySeconds when it may be tried again; 0 for no word about that
 */
record Problem(int status, String code, String detail, int retrySeconds) {
    private static final int MAX_DETAIL = 2_000;

    Problem {
        detail = OutcomeFormat.printable(detail, MAX_DETAIL);
    }

    Problem(int status, String code, String detail) {
        this(status, code, detail, 0);
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "invalid_input", detail);
    }

    static Problem notFound(String detail) {
        return new Problem(404, "not_found", detail);
    }

    static Problem closing() {
        return new Problem(503, "closed", "the server is being closed", 5);
    }

    /** Of what a handler threw. */
    static Problem of(Throwable fault) {
        return switch (fault) {
            case RefusedException refused -> refused.problem();
            case PolicyException policy ->
                    new Problem(400, "policy", String.join("; ", policy.problems()));
            case HandaxeException handaxe -> of(handaxe);
            default -> new Problem(500, "internal", "a bug in Handaxe; its log says more");
        };
    }

    private static Problem of(HandaxeException fault) {
        String code = fault.code().name().toLowerCase(Locale.ROOT);
        return switch (fault.code()) {
            case INVALID_INPUT, REPLAY_MISMATCH -> new Problem(400, code, fault.getMessage());
            case SESSION_LIMIT -> new Problem(429, code, "too many sessions are open", 1);
            case CLOSED, INTERRUPTED -> closing();
            case PROVIDER -> new Problem(502, code, "a model provider failed");
            case WORKER_HOME, WORKER_START, CONFINEMENT, NO_JDK, IO ->
                    new Problem(503, code, "the host cannot run workers; its log says why", 5);
        };
    }

    /** Whether the host is at fault, so that its log should say more. */
    boolean isHosts() {
        return status >= 500 && !"closed".equals(code);
    }

    /** Makes this the answer to a request. */
    void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers().forEach(response::setHeader);
        response.getOutputStream().write(json().getBytes(UTF_8));
    }

    /** The headers that it comes with. */
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", "application/problem+json");
        if (status == 401) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        if (retrySeconds > 0) {
            headers.put("Retry-After", Integer.toString(retrySeconds));
        }
        return headers;
    }

    /** The body, of the type {@code application/problem+json}. */
    String json() {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "about:blank");
        problem.put("title", title());
        problem.put("status", status);
        problem.put("code", code);
        problem.put("detail", detail);
        return problem.toString();
    }

    private String title() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 429 -> "Too Many Requests";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
