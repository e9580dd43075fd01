package dev.handaxe.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of the API. What a guest did is an outcome, with status 200, in the form of the
 * command line's contract; whatever kept it from being tried is a {@link Problem}.
 *
 * <p>Thread-safe.
 */
final class HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final String JSON = "application/json";

    private final ServedFunctions served;
    private final GuestCalls calls;
    private final SessionDesk sessions;
    private final RecentCalls recent;
    private final HealthCheck health;
    private final PrometheusMeterRegistry meters;
    private final List<ApiPart> parts;
    private final List<Route> routes = new ArrayList<>();

    /**
     * A route of the API.
     *
     * @param path as Javalin and OpenAPI write it
     */
    record Route(HandlerType method, String path, Handler handler) {}

    HttpApi(
            ServedFunctions served,
            GuestCalls calls,
            SessionDesk sessions,
            RecentCalls recent,
            Vitals vitals,
            List<ApiPart> parts) {
        this.served = served;
        this.calls = calls;
        this.sessions = sessions;
        this.recent = recent;
        health = vitals.health();
        meters = vitals.meters();
        this.parts = List.copyOf(parts);
        addRoutes();
    }

    /** What tells how the server is. */
    record Vitals(HealthCheck health, PrometheusMeterRegistry meters) {}

    private void addRoutes() {
        get("/health", this::health);
        get("/metrics", context -> context.contentType("text/plain").result(meters.scrape()));
        get("/openapi.json", context -> json(context, OpenApi.document(parts)));
        get("/api/policy", context -> json(context, Documents.policy(client(context).policy())));
        get("/api/calls", context -> json(context, Documents.calls(recent.of(client(context)))));
        get("/api/functions", context -> json(context, Documents.list(served)));
        get("/api/functions/{name}", context -> json(context, Documents.whole(function(context))));
        post("/api/functions/{name}/call", this::callFunction);
        post("/api/run", this::run);
        get("/api/sessions", this::listSessions);
        post("/api/sessions", this::openSession);
        post("/api/sessions/{id}/call", this::callInSession);
        post("/api/sessions/{id}/run", this::runInSession);
        routes.add(new Route(HandlerType.DELETE, "/api/sessions/{id}", this::closeSession));
        for (ApiPart part : parts) {
            part.routes().forEach(this::add);
        }
    }

    private void add(ApiPart.Route route) {
        Handler handler = context -> send(context, route.handler().answer(request(context)));
        routes.add(new Route(HandlerType.findOrCreate(route.method()), route.path(), handler));
    }

    private void get(String path, Handler handler) {
        routes.add(new Route(HandlerType.GET, path, handler));
    }

    private void post(String path, Handler handler) {
        routes.add(new Route(HandlerType.POST, path, handler));
    }

    /** All of them. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Hands them to the server, with what becomes of faults. */
    void register(RoutesConfig config) {
        for (Route route : routes) {
            config.addHttpHandler(
                    route.method(),
                    route.path(),
                    context -> {
                        context.attribute(AccessFilter.ROUTE, route.path());
                        route.handler().handle(context);
                    });
        }
        config.exception(HttpResponseException.class, HttpApi::answer);
        config.exception(
                Exception.class, (fault, context) -> answer(context, Problem.of(fault), fault));
    }

    private static void answer(HttpResponseException fault, Context context) {
        Problem problem =
                switch (fault.getStatus()) {
                    case 404 -> Problem.notFound("there is no such page");
                    case 405 -> new Problem(405, "method", "the page is there for other methods");
                    case 413 -> new Problem(413, "too_large", "the body is larger than allowed");
                    default -> new Problem(fault.getStatus(), "http", "the request is refused");
                };
        answer(context, problem, fault);
    }

    private static void answer(Context context, Problem problem, Exception fault) {
        if (problem.isHosts()) {
            LOG.error("a request failed", fault);
        }
        context.status(problem.status());
        problem.headers().forEach(context::header);
        context.result(problem.json());
    }

    private static void json(Context context, JsonNode answer) {
        context.contentType(JSON).result(answer.toString());
    }

    private static void outcome(Context context, Outcome outcome) {
        context.contentType(JSON).result(OutcomeFormat.json(outcome));
    }

    private static Client client(Context context) {
        Client client = context.attribute(AccessFilter.CLIENT);
        if (client == null) {
            throw new IllegalStateException("a request without a client came through");
        }
        return client;
    }

    private static ApiRequest request(Context context) {
        Map<String, String> query = new HashMap<>();
        context.queryParamMap().forEach((name, values) -> query.put(name, values.getFirst()));
        return new ApiRequest(
                client(context).name(), context.pathParamMap(), query, jsonBody(context));
    }

    private static void send(Context context, ApiAnswer answer) {
        context.status(answer.status());
        answer.headers().forEach(context::header);
        context.result(answer.body());
    }

    private static RequestBody body(Context context, String... keys) {
        return RequestBody.read(jsonBody(context), keys);
    }

    /** A page elsewhere can post other types here without asking, so only JSON is read. */
    private static String jsonBody(Context context) {
        String type = context.contentType();
        boolean json = type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(JSON);
        if (!json && !context.body().isEmpty()) {
            throw new RefusedException(
                    new Problem(415, "media_type", "a body has the content type " + JSON));
        }
        return context.body();
    }

    private FunctionDefinition function(Context context) {
        return served.now()
                .find(context.pathParam("name"))
                .orElseThrow(() -> new RefusedException(Problem.notFound("no such function")));
    }

    private void health(Context context) throws InterruptedException {
        boolean up = health.isUp();
        context.status(up ? 200 : 503);
        json(context, Documents.object().put("status", up ? "up" : "down"));
    }

    private void callFunction(Context context) {
        Client client = client(context);
        FunctionSet functions = served.now();
        String name = function(context).name();
        RequestBody body = body(context, "args");
        ExecutionPolicy policy = body.within(client.policy());
        outcome(context, calls.make(client, functions, body.call(name, client.name()), policy));
    }

    private void run(Context context) {
        Client client = client(context);
        RequestBody body = body(context, "source");
        Invocation program = Invocation.program(body.text("source")).forTenant(client.name());
        outcome(context, calls.make(client, served.now(), program, body.within(client.policy())));
    }

    private void listSessions(Context context) {
        ObjectNode answer = Documents.object();
        ArrayNode ids = answer.putArray("sessions");
        sessions.of(client(context)).forEach(ids::add);
        json(context, answer);
    }

    private void openSession(Context context) {
        Client client = client(context);
        ExecutionPolicy policy = body(context).within(client.policy());
        String id = sessions.open(client, served.now(), policy);
        context.status(201).header("Location", "/api/sessions/" + id);
        json(context, Documents.object().put("session", id));
    }

    private void callInSession(Context context) {
        Client client = client(context);
        RequestBody body = body(context, "function", "args");
        Invocation call = body.call(body.text("function"), client.name());
        outcome(context, sessions.call(client, context.pathParam("id"), call));
    }

    private void runInSession(Context context) {
        Client client = client(context);
        String source = body(context, "source").text("source");
        Invocation program = Invocation.program(source).forTenant(client.name());
        outcome(context, sessions.call(client, context.pathParam("id"), program));
    }

    private void closeSession(Context context) {
        sessions.close(client(context), context.pathParam("id"));
        context.status(204);
    }
}
