package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyStr;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What this host guarantees, as the real command finds it out. */
class DoctorIT {
    private static final PythonValue HOSTILE_CLASSES = PythonValue.of(96);

    @Test
    void oneProgramOfEachHostileClassIsRunAndEveryLineHasEvidence() {
        CommandRun run = CommandRun.of("doctor", "--quick", "--json");

        Map<String, PythonValue> diagnosis = object(PythonJson.read(run.out()));
        Map<String, PythonValue> hostile = object(at(diagnosis, "hostile"));
        assertThat(((PyList) at(hostile, "failures")).items()).isEmpty();
        assertThat(((PyList) at(hostile, "problems")).items()).isEmpty();
        assertThat(hostile)
                .containsEntry("programs", HOSTILE_CLASSES)
                .containsEntry("held", HOSTILE_CLASSES);
        assertThat(((PyFloat) at(hostile, "largest_overrun_ms")).value()).isBetween(0.0, 300.0);
        Map<String, String> findings =
                ((PyList) at(diagnosis, "findings"))
                        .items().stream()
                                .map(DoctorIT::object)
                                .peek(each -> assertThat(text(each, "evidence")).isNotBlank())
                                .collect(
                                        Collectors.toMap(
                                                each -> text(each, "topic"),
                                                each -> text(each, "status")));
        boolean bubblewrap = text(diagnosis, "confinement").equals("bubblewrap");
        assertThat(findings)
                .containsEntry("JDK", "ok")
                .containsEntry("a worker computes", "ok")
                .containsEntry("image jit", "ok")
                .containsEntry("default limits", "ok")
                .containsEntry("own files", bubblewrap ? "ok" : "absent")
                .doesNotContainValue("failed");
        assertThat(diagnosis).containsEntry("ok", new PyBool(true));
        assertThat(run.exitCode()).isZero();
    }

    private static Map<String, PythonValue> object(PythonValue value) {
        return ((PyDict) value)
                .entries().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> ((PyStr) entry.key()).value(),
                                        PyDict.Entry::value));
    }

    private static PythonValue at(Map<String, PythonValue> object, String key) {
        return Objects.requireNonNull(object.get(key), key);
    }

    private static String text(Map<String, PythonValue> object, String key) {
        return ((PyStr) at(object, key)).value();
    }
}
