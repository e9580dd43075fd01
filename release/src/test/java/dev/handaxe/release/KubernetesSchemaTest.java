package dev.handaxe.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesSchemaTest {
    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: some
            spec:
              replicas: 2
              selector: {matchLabels: {app: some}}
              template:
                metadata: {labels: {app: some}}
                spec:
                  containers:
                    - name: some
                      image: some
                      resources: {limits: {memory: 1Gi}}
                      securityContext: {readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
                      livenessProbe: {httpGet: {path: /, port: http}}
                  volumes:
                    - name: tmp
                      emptyDir: {sizeLimit: 1Gi}
            """;

    @Test
    void anObjectAsKubernetesDescribesItIsWithoutFault() {
        assertThat(KubernetesSchema.faults(Yaml.document(DEPLOYMENT))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "replicas, replica",
        "readOnlyRootFilesystem, readonlyRootFilesystem",
        "drop, dropped",
        "httpGet, httpget",
        "sizeLimit, sizelimit",
        "matchLabels, matchlabels"
    })
    void aMisspeltFieldIsFoundHoweverDeepItLies(String right, String wrong) {
        assertFault(right + ":", wrong + ":", "The field `" + wrong + "`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "containers: | volumeMounts: | volumeMounts",
                ", port: http | '' | port",
                "replicas: 2 | replicas: two | two",
                "memory: 1Gi | memory: 1 gig | quantity",
                "drop: [ALL] | drop: ALL | drop",
                "image: some | image: true | image",
                "Filesystem: true | Filesystem: certainly | readOnlyRootFilesystem",
                "labels: {app: some} | labels: {app: 1} | app",
                "apps/v1 | v1 | no model for v1 Deployment"
            })
    void whatIsMissingOrOfAnotherTypeIsFound(String right, String wrong, String said) {
        assertFault(right, wrong, said);
    }

    private static void assertFault(String right, String wrong, String said) {
        assertThat(DEPLOYMENT).contains(right);
        String broken = DEPLOYMENT.replace(right, wrong);

        assertThat(KubernetesSchema.faults(Yaml.document(broken)))
                .anyMatch(fault -> fault.contains(said));
    }
}
