package dev.handaxe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tools of a real {@code handaxe serve} as the client of the npm package {@code
 * \@modelcontextprotocol/sdk} sees them. It needs Node 18 or later, npm and, once, a network.
 */
class McpNpmIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "a-token-of-this-test";
    private static final Path CLIENT = Path.of("target", "mcp-npm").toAbsolutePath();

    /** What npm calls a registry that cannot be reached, or not from here. */
    private static final Pattern NO_NETWORK =
            Pattern.compile(
                    "code (E(NOTFOUND|AI_AGAIN|CONN[A-Z]+|NETUNREACH|HOSTUNREACH|TIMEDOUT|403|407|5\\d\\d)"
                            + "|ERR_SOCKET_[A-Z]+|[A-Z_]*CERT[A-Z_]*)\\b");

    @TempDir private Path folder;
    private ToolStore store;
    private Path waiting;

    @BeforeAll
    static void fetchTheClient() throws Exception {
        assumeTrue(nodeVersion() >= 18, "Node 18 or later is not installed");
        assumeTrue(isOnPath("npm"), "npm is not installed");
        Files.createDirectories(CLIENT);
        Path source = Path.of(System.getProperty("handaxe.root"), "cli", "src", "test", "node");
        for (String file : List.of("package.json", "package-lock.json", "mcp-client.mjs")) {
            Files.copy(
                    source.resolve(file),
                    CLIENT.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessRun npm =
                ProcessRun.of(
                        CLIENT,
                        System.getenv(),
                        List.of(
                                "npm",
                                "ci",
                                "--ignore-scripts",
                                "--no-audit",
                                "--no-fund",
                                "--prefer-offline",
                                "--fetch-retry-mintimeout=1000",
                                "--fetch-retry-maxtimeout=5000"));
        Matcher unreachable = NO_NETWORK.matcher(npm.err());
        assumeTrue(
                npm.exitCode() == 0 || !unreachable.find(),
                () -> "the npm package could not be fetched: " + unreachable.group());
        assertThat(npm.exitCode()).as(npm.err()).isZero();
    }

    @BeforeEach
    void save() throws IOException {
        store = new ToolStore(folder);
        waiting = folder.resolve("waiting");
    }

    @Test
    void overStdio() throws Exception {
        ProcessBuilder server =
                HandaxeProcess.builder(folder, Map.of(), store.serve("--mcp", "stdio"));
        List<String> words = new ArrayList<>(List.of("stdio"));
        words.addAll(server.command());
        JsonNode said = ask(server.environment(), words);
        checkTools(said);
        assertThat(said.get("stderr").asText()).isEmpty();
        assertThat(ProcessHandle.of(said.get("pid").asLong()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void overHttpWithAToken() throws Exception {
        Process serving =
                HandaxeProcess.talk(
                        folder,
                        Map.of("HANDAXE_TOKEN", TOKEN),
                        store.serve("--port", "0", "--json"));
        try (BufferedReader out = serving.inputReader(UTF_8)) {
            String url = JSON.readTree(out.readLine()).get("url").asText();
            JsonNode configured = ToolStore.configuration("http.json");
            assertThat(configured.at("/headers/Authorization").asText())
                    .isEqualTo("Bearer ${HANDAXE_TOKEN}");
            String endpoint = configured.get("url").asText().replace("http://127.0.0.1:8080", url);
            JsonNode said =
                    ask(
                            Map.of("PATH", System.getenv("PATH"), "HANDAXE_TOKEN", TOKEN),
                            List.of("http", endpoint));
            checkTools(said);
            assertThat(said.get("refused").asInt()).isEqualTo(401);
        } finally {
            serving.destroy();
            assertThat(serving.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** What the client says of a server whose store changes once the client waits for it. */
    private JsonNode ask(Map<String, String> environment, List<String> words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("node", "" + CLIENT.resolve("mcp-client.mjs")));
        command.add("" + waiting);
        command.addAll(words);
        Process asking = ProcessRun.start(folder, environment, command);
        ProcessRun.awaitThat(
                () -> Files.exists(waiting) || !asking.isAlive(),
                "the client does not come so far");
        store.change();
        ProcessRun asked = ProcessRun.await(asking);
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        return JSON.readTree(asked.out());
    }

    private static void checkTools(JsonNode said) {
        assertThat(said.get("errors")).isEmpty();
        assertThat(said.get("server").asText()).isEqualTo("handaxe");
        assertThat(said.get("protocol").asText()).isEqualTo("2025-11-25");
        assertThat(said.get("tools").findValuesAsText("name"))
                .containsExactlyInAnyOrder("mean", "spin", "run_python");
        JsonNode mean = one(said.get("tools"), "mean");
        assertThat(mean.at("/description").asText()).isEqualTo("The mean of numbers.");
        assertThat(mean.at("/inputSchema/required/0").asText()).isEqualTo("xs");
        assertThat(mean.at("/annotations/readOnlyHint").asBoolean()).isTrue();

        JsonNode returned = said.get("returned");
        assertThat(returned.at("/isError").asBoolean()).isFalse();
        assertThat(returned.at("/content/0/text").asText()).contains("3.0");
        assertThat(returned.at("/structuredContent/value").asDouble()).isEqualTo(3.0);
        JsonNode raised = said.get("raised");
        assertThat(raised.at("/isError").asBoolean()).isTrue();
        assertThat(raised.at("/content/0/text").asText())
                .contains("ZeroDivisionError")
                .contains("return sum(xs) / len(xs)");
        assertThat(said.at("/printed/structuredContent/stdout").asText()).isEqualTo("5.0\n");
        assertThat(said.at("/added/structuredContent/value").asInt()).isEqualTo(42);
    }

    private static JsonNode one(JsonNode tools, String name) {
        for (JsonNode tool : tools) {
            if (tool.get("name").asText().equals(name)) {
                return tool;
            }
        }
        throw new AssertionError("there is no tool " + name);
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /** The first number of Node's version; 0 without Node. */
    private static int nodeVersion() throws Exception {
        if (!isOnPath("node")) {
            return 0;
        }
        ProcessRun node = ProcessRun.of(CLIENT.getRoot(), System.getenv(), List.of("node", "-v"));
        return Integer.parseInt(node.out().replaceAll("^v(\\d+)\\..*\\s*$", "$1"));
    }
}
