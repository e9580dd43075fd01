package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What this host guarantees, as the real command finds it out. */
class DoctorIT {
    private static final int HOSTILE_CLASSES = 96;

    @Test
    void oneProgramOfEachHostileClassIsRunAndEveryLineHasEvidence() throws Exception {
        CommandRun run = CommandRun.of("doctor", "--quick", "--json");

        JsonNode diagnosis = new ObjectMapper().readTree(run.out());
        assertThat(diagnosis.get("hostile").get("failures")).isEmpty();
        assertThat(diagnosis.get("hostile").get("problems")).isEmpty();
        assertThat(diagnosis.get("hostile").get("programs").intValue()).isEqualTo(HOSTILE_CLASSES);
        assertThat(diagnosis.get("hostile").get("held").intValue()).isEqualTo(HOSTILE_CLASSES);
        assertThat(diagnosis.get("hostile").get("largest_overrun_ms").doubleValue())
                .isLessThanOrEqualTo(300);
        assertThat(diagnosis.get("findings"))
                .allSatisfy(
                        finding -> assertThat(finding.get("evidence").textValue()).isNotBlank());
        Map<String, String> findings =
                StreamSupport.stream(diagnosis.get("findings").spliterator(), false)
                        .collect(
                                Collectors.toMap(
                                        finding -> finding.get("topic").textValue(),
                                        finding -> finding.get("status").textValue()));
        assertThat(findings)
                .containsEntry("JDK", "ok")
                .containsEntry("a worker computes", "ok")
                .containsEntry("default limits", "ok")
                .doesNotContainValue("failed");
        boolean bubblewrap = diagnosis.get("confinement").textValue().equals("bubblewrap");
        assertThat(findings).containsEntry("own files", bubblewrap ? "ok" : "absent");
        assertThat(diagnosis.get("ok").booleanValue()).isTrue();
        assertThat(run.exitCode()).isZero();
    }
}
