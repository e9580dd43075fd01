package dev.handaxe.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.SandboxOptions;
import io.kubernetes.client.custom.Quantity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests for Kubernetes, as kubectl renders them. */
class ManifestsIT {
    private static final long MIB = 1 << 20;

    /** What a worker's process has besides its heap; 148 MiB were measured at most. */
    private static final long BESIDES_HEAP = 160 * MIB;

    /**
     * What the server's has, whose heap is a quarter of the limit; 172 MiB in all were measured.
     */
    private static final long SERVER_BESIDES_HEAP = 110 * MIB;

    @TempDir private Path folder;
    private final Map<String, Manifests> rendered = new TreeMap<>();

    @BeforeEach
    void render() throws Exception {
        assumeThat(Kustomization.canRender()).as("kubectl is installed").isTrue();
        Kustomization all = Kustomization.in(folder);
        for (String name : all.names()) {
            rendered.put(name, all.render(name));
        }
        assertThat(rendered.keySet())
                .containsExactly(
                        "base", "overlays/autoscaling", "overlays/functions", "overlays/sessions");
    }

    private Manifests rendered(String name) {
        return rendered.getOrDefault(name, new Manifests(List.of()));
    }

    private Manifests base() {
        return rendered("base");
    }

    @Test
    void everyObjectIsAsKubernetesDescribesIt() {
        List<String> others = new ArrayList<>();
        for (Manifests manifests : rendered.values()) {
            for (JsonNode object : manifests.objects()) {
                if (object.path("apiVersion").asText().startsWith("monitoring.coreos.com/")) {
                    others.add(object.path("kind").asText());
                } else {
                    assertThat(KubernetesSchema.faults(object)).as("%s", object).isEmpty();
                }
                if (!object.path("kind").asText().equals("Namespace")) {
                    assertThat(object.at("/metadata/namespace").asText()).isEqualTo("handaxe");
                }
            }
        }
        assertThat(others).containsExactly("PodMonitor"); // described by Prometheus's operator
    }

    @Test
    void noPodHasRightsThatItDoesNotNeed() {
        for (Manifests manifests : rendered.values()) {
            JsonNode pod = manifests.pod();
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                    .isEqualTo("RuntimeDefault");
            for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
                assertThat(pod.has(host)).isFalse();
            }
            for (JsonNode volume : pod.path("volumes")) {
                assertThat(volume.has("emptyDir") || volume.has("configMap")).isTrue();
                assertThat(
                                volume.at("/emptyDir").isMissingNode()
                                        || volume.at("/emptyDir").has("sizeLimit"))
                        .isTrue();
            }
            List<JsonNode> containers = new ArrayList<>();
            pod.path("containers").forEach(containers::add);
            pod.path("initContainers").forEach(containers::add);
            for (JsonNode container : containers) {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                assertThat(security.path("privileged").asBoolean(true)).isFalse();
                assertThat(Yaml.texts(security.at("/capabilities/drop"))).containsExactly("ALL");
                assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
                assertThat(container.at("/resources/limits").properties()).isNotEmpty();
            }
            assertThat(
                            manifests
                                    .only("Namespace")
                                    .at("/metadata/labels")
                                    .path("pod-security.kubernetes.io/enforce")
                                    .asText())
                    .isEqualTo("restricted");
        }
    }

    @Test
    void nothingGoesOutOfAPodAndOnlyThePortIsReached() {
        for (Manifests manifests : rendered.values()) {
            JsonNode labels = manifests.only("Deployment").at("/spec/template/metadata/labels");
            JsonNode main = manifests.named("NetworkPolicy", "handaxe").orElseThrow();
            assertThat(Yaml.texts(main.at("/spec/policyTypes"))).contains("Ingress", "Egress");
            assertThat(main.at("/spec/podSelector/matchLabels")).isEqualTo(labels);
            for (JsonNode policy : manifests.ofKind("NetworkPolicy")) {
                assertThat(policy.at("/spec/egress").isEmpty()).isTrue();
                for (JsonNode rule : policy.at("/spec/ingress")) {
                    assertThat(rule.path("from"))
                            .isNotEmpty()
                            .doesNotContain(Yaml.MAPPER.createObjectNode());
                    assertThat(rule.path("ports").findValuesAsText("port")).containsExactly("http");
                }
            }
        }
    }

    @Test
    void theMemoryLimitHoldsEveryWorkerAtItsLargest() {
        long heap = ExecutionPolicy.untrusted().limits().heapBytes();
        for (Map.Entry<String, Manifests> each : rendered.entrySet()) {
            Manifests manifests = each.getValue();
            int sessions = 0;
            for (JsonNode client : manifests.clients()) {
                assertThat(client.has("policy")).as("its heap would be another").isFalse();
                sessions += client.path("sessions").asInt(SandboxOptions.defaults().sessions());
            }
            int workers =
                    Integer.parseInt(manifests.argument("--workers"))
                            + SandboxOptions.defaults().spares()
                            + sessions;
            long limit =
                    Quantity.fromString(manifests.server().at("/resources/limits/memory").asText())
                            .getNumber()
                            .longValueExact();
            assertThat(limit)
                    .as(each.getKey())
                    .isGreaterThanOrEqualTo(
                            workers * (heap + BESIDES_HEAP) + limit / 4 + SERVER_BESIDES_HEAP);
            assertThat(manifests.server().at("/resources/requests/memory"))
                    .isEqualTo(manifests.server().at("/resources/limits/memory"));
        }
    }

    @Test
    void sessionsAreServedOnlyWhereAClientKeepsToOneReplica() {
        for (Manifests manifests : rendered.values()) {
            boolean sessions =
                    manifests.clients().findValues("sessions").stream()
                            .anyMatch(count -> count.asInt() > 0);
            assertThat(manifests.clients().findValues("sessions"))
                    .hasSameSizeAs(manifests.clients());
            assertThat(manifests.only("Service").at("/spec/sessionAffinity").asText())
                    .isEqualTo(sessions ? "ClientIP" : "None");
        }
        assertThat(
                        rendered("overlays/sessions")
                                .clients()
                                .findValues("sessions")
                                .getFirst()
                                .asInt())
                .isPositive();
    }

    @Test
    void thePodRunsTheImageThatTheBuildDescribes() throws Exception {
        String dockerfile = Files.readString(Path.of(System.getProperty("dockerfile")));
        String archive = Path.of(System.getProperty("archive")).getFileName().toString();
        JsonNode security = base().pod().path("securityContext");

        assertThat(dockerfile.lines()).contains("USER " + security.path("runAsUser").asInt());
        assertThat(dockerfile.lines())
                .contains("EXPOSE " + base().server().at("/ports/0/containerPort").asInt());
        assertThat(base().server().path("image").asText().replace(':', '-') + ".tar.gz")
                .isEqualTo(archive);
    }

    @Test
    void aRolloutKeepsEveryReplicaAndAnAutoscalerOwnsTheirNumber() {
        JsonNode fixed = base().only("Deployment").path("spec");
        assertThat(fixed.path("replicas").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(fixed.at("/strategy/rollingUpdate/maxUnavailable").asInt(-1)).isZero();
        assertThat(base().only("PodDisruptionBudget").at("/spec/maxUnavailable").asInt()).isOne();

        Manifests scaled = rendered("overlays/autoscaling");
        assertThat(scaled.only("Deployment").path("spec").has("replicas")).isFalse();
        assertThat(scaled.only("HorizontalPodAutoscaler").at("/spec/minReplicas").asInt())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void theAdapterOffersTheMetricThatTheAutoscalerAsksFor() throws Exception {
        JsonNode rule =
                Yaml.document(Files.readString(folder.resolve("overlays/autoscaling/adapter.yaml")))
                        .at("/rules/custom/0");
        Manifests scaled = rendered("overlays/autoscaling");
        String metric =
                scaled.only("HorizontalPodAutoscaler")
                        .at("/spec/metrics/0/pods/metric/name")
                        .asText();

        assertThat(rule.path("seriesQuery").asText()).startsWith(metric + "{");
        assertThat(rule.at("/name/as").asText()).isEqualTo(metric);
        assertThat(scaled.only("PodMonitor").at("/spec/podMetricsEndpoints/0/port"))
                .isEqualTo(scaled.server().at("/ports/0/name"));
    }
}
