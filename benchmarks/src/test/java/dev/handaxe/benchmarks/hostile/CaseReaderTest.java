package dev.handaxe.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.PythonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CaseReaderTest {
    private static final CasePolicies POLICIES =
            new CasePolicies(
                    (ObjectNode)
                            CaseReader.tree(
                                    "policy.json",
                                    """
                                    {"extends": "untrusted",
                                     "limits": {"cpu_ms": 700, "wall_ms": 1500}}
                                    """));

    private static HostileCase read(String id, String json) {
        Map<String, String> files =
                Map.of(
                        "case.json", json,
                        "program.py", "attack",
                        "meanwhile.py", "beside",
                        "then.py", "after");
        return CaseReader.read(id, POLICIES, name -> files.getOrDefault(name, ""));
    }

    @Test
    void theSmallestCase() {
        HostileCase read =
                read(
                        "007-spy",
                        """
                        {"class": 7, "about": "spies", "expect": {"returned": []}}
                        """);
        assertThat(read.hostileClass()).isEqualTo(7);
        assertThat(read.meanwhile()).isEmpty();
        assertThat(read.then()).isEmpty();
        HostileCall attack = read.attack();
        assertThat(attack.source()).isEqualTo("attack");
        assertThat(attack.function()).isEmpty();
        assertThat(attack.tenant()).isEqualTo("corpus");
        assertThat(attack.policy().limits().get(LimitName.CPU_MS)).isEqualTo(700);
        assertThat(attack.expected().deadline()).isEqualTo(Duration.ofMillis(1800));
    }

    @Test
    void everyKey() {
        HostileCase read =
                read(
                        "095a-hog",
                        """
                        {"class": 95, "about": "hogs", "policy": {"limits": {"cpu_ms": 50}},
                         "call": "f", "args": [1, {"$tuple": [2]}], "tenant": "t",
                         "expect": {"returned": [], "denied": ["file"], "raised": ["KeyError"]},
                         "value": 3, "stdout": "x", "deadline_ms": 99,
                         "meanwhile": {"call": "g", "args": {"n": 4}, "expect": {"returned": []}},
                         "then": {"policy": "evaluation", "expect": {"rejected": []}}}
                        """);
        HostileCall attack = read.attack();
        assertThat(attack.policy().limits().get(LimitName.CPU_MS)).isEqualTo(50);
        assertThat(attack.policy().limits().get(LimitName.WALL_MS)).isEqualTo(1500);
        assertThat(attack.function())
                .contains(
                        Invocation.call(
                                "f",
                                PythonValue.of(1),
                                new PythonValue.PyTuple(List.of(PythonValue.of(2)))));
        assertThat(attack.tenant()).isEqualTo("t");
        assertThat(attack.expected().value()).contains(PythonValue.of(3));
        assertThat(attack.expected().stdout()).contains("x");
        assertThat(attack.expected().deadline()).isEqualTo(Duration.ofMillis(99));
        HostileCall meanwhile = read.meanwhile().orElseThrow();
        assertThat(meanwhile.source()).isEqualTo("beside");
        assertThat(meanwhile.tenant()).isEqualTo("neighbour");
        assertThat(meanwhile.function())
                .contains(Invocation.call("g", Map.of("n", PythonValue.of(4))));
        HostileCall then = read.then().orElseThrow();
        assertThat(then.source()).isEqualTo("after");
        assertThat(then.policy().limits().get(LimitName.CPU_MS)).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {"class": 7, "about": "x", "expect": {"returned": []}, "x": 1} | /x: unknown key
                    {"class": 8, "about": "x", "expect": {"returned": []}} | /class
                    {"class": 97, "about": "x", "expect": {"returned": []}} | /class
                    {"class": 7, "expect": {"returned": []}} | /about: is missing
                    {"class": 7, "about": 1, "expect": {"returned": []}} | /about: must be a string
                    {"class": 7, "about": "x"} | /expect: must be an object
                    {"class": 7, "about": "x", "expect": {}} | /expect: names no outcome
                    {"class": 7, "about": "x", "expect": {"lost": []}} | /expect: maps outcomes
                    {"class": 7, "about": "x", "expect": {"denied": ["fire"]}} | no 'fire'
                    {"class": 7, "about": "x", "expect": {"limit_exceeded": ["fuel"]}} | no 'fuel'
                    {"class": 7, "about": "x", "expect": {"returned": ["x"]}} | no 'x'
                    {"class": 7, "about": "x", "expect": {"returned": "x"}} | /expect: maps outcomes
                    {"class": 7, "about": "x", "expect": {"returned": []}, "deadline_ms": 0} | /deadline_ms
                    {"class": 7, "about": "x", "expect": {"returned": []}, "policy": "lax"} | /policy: no preset
                    {"class": 7, "about": "x", "expect": {"returned": []}, "policy": 3} | /policy: must be
                    {"class": 7, "about": "x", "expect": {"returned": []}, "policy": {"limit": {}}} | /policy
                    {"class": 7, "about": "x", "expect": {"returned": []}, "value": {"$set": 1}} | /value
                    {"class": 7, "about": "x", "expect": {"returned": []}, "call": "f", "args": 1} | /args: must be an object
                    {"class": 7, "about": "x", "expect": {"returned": []}, "then": {"about": "x"}} | /then/about: unknown key
                    {"class": 7, "class": 7} | not valid JSON
                    """)
    void mistakesAreTold(String json, String complaint) {
        assertThatThrownBy(() -> read("007-spy", json))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("hostile/007-spy/case.json")
                .hasMessageContaining(complaint);
    }

    @Test
    void theFolderNamesTheClass() {
        assertThatThrownBy(
                        () ->
                                read(
                                        "7-spy",
                                        "{\"class\": 7, \"about\": \"x\","
                                                + " \"expect\": {\"returned\": []}}"))
                .hasMessageContaining("NNN-slug");
    }
}
