package dev.handaxe.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release in what is as like a pod of the manifests as this host can make. */
class PodIT {
    private static final Map<String, String> TOKENS =
            Map.of("api", "a-token-for-the-api", "metrics", "a-token-for-metrics");

    /**
     * Serves, asks what it is told to and ends it as the kubelet does. A line that the server
     * prints says that it listens, so nothing is asked again and again.
     */
    private static final String SERVE =
            """
            ask() { # method, path, token, body
                exec 3<>/dev/tcp/127.0.0.1/8080
                printf '%s %s HTTP/1.1\\r\\nHost: pod\\r\\nConnection: close\\r\\n' "$1" "$2" >&3
                [ -z "$3" ] || printf 'Authorization: Bearer %s\\r\\n' "$3" >&3
                printf 'Content-Type: application/json\\r\\nContent-Length: %s\\r\\n\\r\\n%s' "${#4}" "$4" >&3
                echo "=== $1 $2"
                cat <&3
                echo
            }
            touch /tmp/before
            exec 4< <(exec handaxe "$@" --json)
            server=$!
            read -r started <&4
            @asked@
            kill -TERM "$server"
            wait "$server"
            status=$?
            echo "=== ended"
            echo "$status"
            """;

    @TempDir private static @Nullable Path shared;
    private static @Nullable Kustomization all;
    private static @Nullable Image image;

    @TempDir private Path folder;

    @BeforeAll
    static void makeTheImage() throws Exception {
        assumeThat(Kustomization.canRender()).as("kubectl is installed").isTrue();
        assumeThat(Pod.canRun()).as("bubblewrap works").isTrue();
        Path root = Objects.requireNonNull(shared);
        all = Kustomization.in(Files.createDirectory(root.resolve("manifests")));
        image = Image.unpacked(root);
        Pod builder = pod("base", Files.createDirectory(root.resolve("build")));
        Tool.Run built = builder.build();
        assertThat(built.exitCode()).as("%s", built).isZero();
        Path caches = image.home().resolve(".cache/handaxe");
        assertThat(caches.resolve("aot/command.aot")).isNotEmptyFile();
        try (Stream<Path> made = Files.list(caches)) {
            assertThat(made.filter(each -> Files.exists(each.resolve("complete")))).hasSize(1);
        }
    }

    private static Pod pod(String name, Path volumes) throws IOException, InterruptedException {
        return new Pod(
                Objects.requireNonNull(image),
                Objects.requireNonNull(all).render(name),
                TOKENS,
                volumes);
    }

    @Test
    void itServesOnAReadOnlyRootAndAnswersProbesClientsAndTheAutoscaler() throws Exception {
        Manifests scaled = Objects.requireNonNull(all).render("overlays/autoscaling");
        JsonNode server = scaled.server();
        String metric =
                scaled.only("HorizontalPodAutoscaler")
                        .at("/spec/metrics/0/pods/metric/name")
                        .asText();
        String metrics = scaled.only("PodMonitor").at("/spec/podMetricsEndpoints/0/path").asText();
        List<String> asked = new ArrayList<>();
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            asked.add("GET " + server.at("/" + probe + "/httpGet/path").asText() + " ''");
        }
        asked.add("POST /api/run '' '{\"source\": \"print(6 * 7)\"}'");
        asked.add("POST /api/run " + TOKENS.get("api") + " '{\"source\": \"print(6 * 7)\"}'");
        asked.add("POST /api/functions/twice/call " + TOKENS.get("api") + " '{\"args\": [21]}'");
        asked.add("POST /api/sessions " + TOKENS.get("api") + " '{}'");
        asked.add("GET " + metrics + " " + TOKENS.get("metrics"));

        Pod pod = pod("overlays/functions", folder);
        assertThat(pod.initialize().exitCode()).isZero();
        Tool.Run run = pod.script(serve(asked));

        List<String> answers = answers(run);
        assertThat(answers).as("%s", run).hasSize(asked.size() + 1);
        assertThat(answers.subList(0, 3)).allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
        assertThat(answers.get(0)).contains("{\"status\":\"up\"}");
        assertThat(answers.get(3)).startsWith("HTTP/1.1 401");
        assertThat(answers.get(4))
                .startsWith("HTTP/1.1 200")
                .contains("\"stdout\":\"42\\n\"", "\"confinement\":\"process\"");
        assertThat(answers.get(5)).contains("\"value\":42");
        assertThat(answers.get(6)).startsWith("HTTP/1.1 429").contains("session_limit");
        assertThat(answers.get(7).lines()).anyMatch(line -> line.startsWith(metric + " "));
        assertThat(answers.getLast()).isEqualTo("143");
        assertThat(run.err()).doesNotContain("WARN", "ERROR", "Read-only", "first call");
        try (Stream<Path> left = Files.list(pod.folder("tmp"))) {
            assertThat(left).containsExactly(pod.folder("tmp").resolve("before"));
        }
    }

    @Test
    void nothingIsWrittenOutsideItsVolumesWhereItCouldBe() throws Exception {
        Pod pod = pod("base", folder);
        pod.makeWritable();
        String changed =
                "echo '=== changed'; find / /home/handaxe -xdev -newer /tmp/before ! -type d; find"
                        + " /home/handaxe -newer /tmp/before";

        Tool.Run run =
                pod.script(
                        "touch /home/handaxe/could && rm /home/handaxe/could && "
                                + "exec 5>/could && rm /could && "
                                + serve(
                                        List.of(
                                                "GET /health ''",
                                                "POST /api/run "
                                                        + TOKENS.get("api")
                                                        + " '{\"source\": \"print(6 * 7)\"}'"))
                                + changed);

        List<String> answers = answers(run);
        assertThat(answers).as("%s", run).hasSize(4);
        assertThat(answers.get(1)).contains("\"stdout\":\"42\\n\"");
        assertThat(answers.get(3)).isEmpty();
    }

    @Test
    void doctorSaysThatWorkersArePlainProcessesInItAndThatTheDefaultPolicyHolds() throws Exception {
        Tool.Run run = pod("base", folder).script("exec handaxe doctor --quick --json");

        assertThat(run.exitCode()).as("%s", run).isZero();
        JsonNode diagnosis = Yaml.document(run.out());
        assertThat(diagnosis.path("ok").asBoolean()).isTrue();
        assertThat(diagnosis.path("confinement").asText()).isEqualTo("process");
        Map<String, String> findings = new LinkedHashMap<>();
        diagnosis
                .path("findings")
                .forEach(
                        each ->
                                findings.put(
                                        each.path("topic").asText(),
                                        each.path("status").asText()
                                                + ": "
                                                + each.path("evidence").asText()));
        assertThat(findings.get("bubblewrap")).startsWith("absent: ");
        assertThat(findings.get("no network")).isEqualTo("absent: the host's, interfaces: lo");
        assertThat(findings.get("own files")).contains("writable: /tmp").doesNotContain(" / ");
        assertThat(findings.get("no new privileges")).startsWith("ok");
        assertThat(findings.get("no capabilities")).startsWith("ok");
        assertThat(findings.get("not root")).startsWith("ok");
        assertThat(findings.get("empty environment")).startsWith("ok");
    }

    private static String serve(List<String> asked) {
        return SERVE.replace("@asked@", "ask " + String.join("\nask ", asked));
    }

    /** What came after each line that a script marks. */
    private static List<String> answers(Tool.Run run) {
        return Stream.of(run.out().split("(?m)^=== .*$")).skip(1).map(String::strip).toList();
    }
}
