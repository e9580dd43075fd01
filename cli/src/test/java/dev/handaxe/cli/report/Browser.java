package dev.handaxe.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine's own Chromium, driven by its DevTools protocol. Playwright was weighed: its Java
 * driver is a jar of 200 MB, for what these lines do.
 *
 * <p>Confined to one thread. Whoever starts it closes it, which ends the process.
 */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonFactory JSON = new JsonFactory();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<String, Object>>> answers =
            new ConcurrentHashMap<>();
    private final List<Map<String, Object>> events = new CopyOnWriteArrayList<>();

    /** Where Chromium is; empty if it is not installed. */
    public static Optional<Path> program() {
        return List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Browser(Process process, int port) throws Exception {
        this.process = process;
        HttpClient http = HttpClient.newHttpClient();
        String page =
                http.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + port
                                                                + "/json/new?about:blank"))
                                        .method("PUT", HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        String address = (String) Objects.requireNonNull(object(page).get("webSocketDebuggerUrl"));
        this.socket =
                http.newWebSocketBuilder()
                        .buildAsync(URI.create(address), new Listener())
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            send(domain + ".enable", "{}");
        }
    }

    public static Browser start(Path profile) throws Exception {
        Process process =
                new ProcessBuilder(
                                program().orElseThrow().toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(profile.resolve("chromium.log").toFile())
                        .start();
        Path port = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                process.destroyForcibly();
                throw new AssertionError(
                        "Chromium did not start: "
                                + Files.readString(profile.resolve("chromium.log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return new Browser(process, Integer.parseInt(Files.readAllLines(port).getFirst()));
    }

    /** Opens a page and returns when it is loaded. */
    public void open(Path file) {
        open(file.toUri());
    }

    /** The same with a page of that address. */
    public void open(URI address) {
        events.clear();
        send("Page.navigate", "{\"url\":%s}".formatted(ReportRun.quoted(address.toString())));
        await(event -> "Page.loadEventFired".equals(event.get("method")));
    }

    /** The value of an expression, as text. */
    public String eval(String expression) {
        Map<String, Object> answer =
                send(
                        "Runtime.evaluate",
                        "{\"returnByValue\":true,\"awaitPromise\":true,\"expression\":%s}"
                                .formatted(
                                        ReportRun.quoted(
                                                "(async () => String(await ("
                                                        + expression
                                                        + ")))()")));
        if (answer.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer);
        }
        return (String) Objects.requireNonNull(part(answer, "result").get("value"));
    }

    /** Returns when an expression is true: events of the page come in a later task of its own. */
    public void until(String expression) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!eval(expression).equals("true")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never true: " + expression);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** A screen of that size; below 500 pixels a phone's. */
    public void screen(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":%d,\"mobile\":%s}"
                        .formatted(width, height, width < 500 ? 2 : 1, width < 500));
    }

    /** What the person prefers: {@code dark} or {@code light}. */
    public void scheme(String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
                        .formatted(scheme));
    }

    void disableScripts() {
        send("Emulation.setScriptExecutionDisabled", "{\"value\":true}");
    }

    /** Presses and releases a key such as {@code Tab} or {@code Enter}. */
    public void press(String key) {
        String text = key.equals("Enter") ? ",\"text\":\"\\r\"" : "";
        int code = key.equals("Enter") ? 13 : 9;
        for (String type : List.of("keyDown", "keyUp")) {
            send(
                    "Input.dispatchKeyEvent",
                    "{\"type\":\"%s\",\"key\":\"%s\",\"code\":\"%s\",\"windowsVirtualKeyCode\":%d%s}"
                            .formatted(type, key, key, code, type.equals("keyDown") ? text : ""));
        }
    }

    public void screenshot(Path file) throws IOException {
        Map<String, Object> answer = send("Page.captureScreenshot", "{\"format\":\"png\"}");
        Files.write(
                file,
                Base64.getDecoder().decode((String) Objects.requireNonNull(answer.get("data"))));
    }

    /** Addresses that the page asked for since it was opened. */
    public List<String> requests() {
        return events.stream()
                .filter(event -> "Network.requestWillBeSent".equals(event.get("method")))
                .map(event -> (String) part(part(event, "params"), "request").get("url"))
                .map(Objects::requireNonNull)
                .toList();
    }

    /** Faults of scripts, refusals by the page's policy, dialogs. */
    public List<String> complaints() {
        return events.stream()
                .filter(
                        event ->
                                List.of(
                                                "Runtime.exceptionThrown",
                                                "Runtime.consoleAPICalled",
                                                "Log.entryAdded",
                                                "Page.javascriptDialogOpening")
                                        .contains(String.valueOf(event.get("method"))))
                .map(Object::toString)
                .toList();
    }

    private void await(Predicate<Map<String, Object>> event) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (events.stream().noneMatch(event)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nothing of that happened: " + events);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private Map<String, Object> send(String method, String parameters) {
        int number = numbers.incrementAndGet();
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        answers.put(number, answer);
        socket.sendText(
                        "{\"id\":%d,\"method\":\"%s\",\"params\":%s}"
                                .formatted(number, method, parameters),
                        true)
                .join();
        Map<String, Object> said = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (!said.containsKey("result")) {
            throw new AssertionError(method + ": " + said);
        }
        return part(said, "result");
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                Map<String, Object> message = object(text.toString());
                text.setLength(0);
                if (message.get("id") instanceof Number id) {
                    Objects.requireNonNull(answers.remove(id.intValue())).complete(message);
                } else {
                    events.add(message);
                }
            }
            from.request(1);
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(Map<String, Object> object, String name) {
        return (Map<String, Object>) Objects.requireNonNull(object.get(name), () -> name + object);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return (Map<String, Object>) value(parser);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_NUMBER_INT -> parser.getLongValue();
            default -> parser.getText();
        };
    }

    private static Map<String, Object> members(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static List<Object> items(JsonParser parser) throws IOException {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }

    @Override
    public void close() {
        socket.abort();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        // the last one to end may still write into the profile's folder
        all.forEach(one -> one.onExit().join());
    }
}
