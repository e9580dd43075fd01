package dev.handaxe.runtime.internal.confinement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.ConfinementReport;
import dev.handaxe.runtime.ConfinementReport.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfinementEvidenceTest {
    private static final List<String> NAMESPACES =
            List.of("net", "pid", "ipc", "uts", "user", "mnt", "cgroup");

    @Test
    void whatTheKernelConfirmsIsHeld() {
        ConfinementReport report = bubblewrap(confined(), true);

        assertThat(report.name()).isEqualTo("bubblewrap");
        assertThat(report.findings()).isNotEmpty().allMatch(Finding::held);
        assertThat(ConfinementEvidence.missingFrom(report)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ns.net, host, no network",
        "ns.pid, host, own processes",
        "ns.user, host, own users",
        "ns.mnt, host, own files",
        "writable, /tmp /proc/sys/kernel/core_pattern, own files",
        "environment, PATH PWD, empty environment",
        "NoNewPrivs, 0, no new privileges",
        "CapPrm, 0000000000000400, no capabilities",
        "limit.Max open files, unlimited, open files limited",
        "limit.Max core file size, unlimited, no core dumps"
    })
    void aBubblewrapThatDoesNotGiveWhatIsPromisedIsNotUsed(
            String fact, String value, String topic) {
        Map<String, String> facts = confined();
        facts.put(fact, value);

        assertThat(ConfinementEvidence.missingFrom(bubblewrap(facts, true)).orElseThrow())
                .startsWith(topic + " (");
    }

    @Test
    void theFilterCountsOnlyWhereItWasLoadedAndRuns() {
        assertThat(held(bubblewrap(confined(), false), "system calls filtered")).isFalse();
        Map<String, String> unfiltered = confined();
        unfiltered.put("Seccomp", "0");
        assertThat(held(bubblewrap(unfiltered, true), "system calls filtered")).isFalse();
    }

    @Test
    void whatAContainerGivesAPlainProcessIsTold() {
        Map<String, String> inside = confined();
        assertThat(evidence(process(inside), "own files")).endsWith("writable: /tmp");
        assertThat(evidence(process(inside), "system calls filtered"))
                .isEqualTo("no filter was loaded, but the host's own is (mode 2)");
        assertThat(held(process(inside), "system calls filtered")).isFalse();

        inside.put("Seccomp", "0");
        assertThat(evidence(process(inside), "system calls filtered"))
                .isEqualTo("no filter was loaded");
    }

    @Test
    void rootIsNotBoundByALimitOfProcesses() {
        Map<String, String> root = confined();
        root.put("host uid", "0");

        assertThat(held(bubblewrap(root, false), "processes limited")).isFalse();
        assertThat(held(bubblewrap(root, true), "processes limited")).isTrue();
        assertThat(held(bubblewrap(root, true), "not root")).isFalse();
    }

    @Test
    void aProcessOfWhichNothingIsKnownHoldsNothing() {
        ConfinementReport report = process(Map.of());

        assertThat(report.name()).isEqualTo("process");
        assertThat(report.findings()).isNotEmpty().noneMatch(Finding::held);
        assertThat(report.findings().getFirst().evidence()).isEqualTo("no bwrap");
    }

    private static ConfinementReport bubblewrap(Map<String, String> inside, boolean filtered) {
        return new ConfinementEvidence(host(), inside)
                .ofBubblewrap("bwrap 1", filtered, Optional.empty());
    }

    private static ConfinementReport process(Map<String, String> inside) {
        return new ConfinementEvidence(host(), inside).ofProcess("no bwrap", Optional.empty());
    }

    private static boolean held(ConfinementReport report, String topic) {
        return finding(report, topic).held();
    }

    private static String evidence(ConfinementReport report, String topic) {
        return finding(report, topic).evidence();
    }

    private static Finding finding(ConfinementReport report, String topic) {
        return report.findings().stream()
                .filter(finding -> finding.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> host() {
        Map<String, String> facts = new HashMap<>();
        NAMESPACES.forEach(namespace -> facts.put("ns." + namespace, "host"));
        return facts;
    }

    private static Map<String, String> confined() {
        Map<String, String> facts =
                new HashMap<>(
                        Map.of(
                                "writable", "/tmp",
                                "environment", "PWD",
                                "NoNewPrivs", "1",
                                "CapPrm", "0000000000000000",
                                "Seccomp", "2",
                                "host uid", "1000",
                                "folder bytes", "1024"));
        NAMESPACES.forEach(namespace -> facts.put("ns." + namespace, "own"));
        facts.put("limit.Max open files", "512");
        facts.put("limit.Max file size", "1024");
        facts.put("limit.Max core file size", "0");
        facts.put("limit.Max processes", "256");
        return facts;
    }
}
