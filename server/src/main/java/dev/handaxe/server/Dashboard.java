package dev.handaxe.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The pages for people. They hold no data of their own: a script asks the API, with the token that
 * was typed in, and sets what it gets as text, never as markup.
 */
final class Dashboard {
    private static final Map<String, Page> PAGES =
            Map.of(
                    "/", new Page("index.html", "text/html"),
                    "/api.js", script("api.js"),
                    "/dashboard.js", script("dashboard.js"),
                    "/evaluations.js", script("evaluations.js"),
                    "/runs.js", script("runs.js"),
                    "/dashboard.css", new Page("dashboard.css", "text/css"));

    private Dashboard() {}

    private record Page(String resource, String type) {}

    private static Page script(String name) {
        return new Page(name, "text/javascript");
    }

    static boolean isPath(String path) {
        return PAGES.containsKey(path);
    }

    static void register(RoutesConfig config) {
        PAGES.forEach((path, page) -> config.get(path, context -> send(context, path, page)));
    }

    private static void send(Context context, String path, Page page) {
        context.attribute(AccessFilter.ROUTE, path);
        context.header(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " img-src data:; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'none'");
        context.contentType(page.type() + "; charset=utf-8").result(content(page.resource()));
    }

    private static byte[] content(String name) {
        try (InputStream in = Dashboard.class.getResourceAsStream("dashboard/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
