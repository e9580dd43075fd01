package dev.handaxe.server;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What answers at {@link McpEndpoint#PATH}: an endpoint for each client, because the SDK's lists of
 * tools are a server's, and {@code run_python} shows the limits of whoever asks. So a client finds
 * no session but its own.
 *
 * <p>Thread-safe. Whoever makes it closes it.
 */
final class McpServlet extends HttpServlet implements AutoCloseable {
    private static final long serialVersionUID = 1;

    private final transient Map<String, McpEndpoint> endpoints;

    /**
     * For those clients.
     *
     * @param endpoint makes one client's
     */
    McpServlet(List<Client> clients, Function<Client, McpEndpoint> endpoint) {
        endpoints = clients.stream().collect(Collectors.toMap(Client::name, endpoint));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var client = (Client) request.getAttribute(AccessFilter.CLIENT);
        Objects.requireNonNull(endpoints.get(client.name())).servlet().service(request, response);
    }

    @Override
    public void close() {
        endpoints.values().forEach(McpEndpoint::close);
    }
}
