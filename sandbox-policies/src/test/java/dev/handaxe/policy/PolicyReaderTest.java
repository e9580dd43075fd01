package dev.handaxe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {

    @TempDir Path folder;

    @Test
    void aFileChangesWhatItNamesAndInheritsTheRest() throws IOException {
        ExecutionPolicy policy =
                read(
                        """
                        {"extends": "evaluation", "limits": {"cpu_ms": 20000, "recursion": 500}, "isolation": "process"}
                        """);
        assertThat(policy)
                .isEqualTo(
                        ExecutionPolicy.builder(
                                        "policy.json",
                                        ExecutionPolicy.evaluation()
                                                .limits()
                                                .with(LimitName.CPU_MS, 20_000)
                                                .with(LimitName.RECURSION, 500))
                                .isolation(Isolation.PROCESS)
                                .build());
    }

    @Test
    void aTextIsReadAsAFileIs() {
        ExecutionPolicy policy = ExecutionPolicy.parse("mine", "{\"limits\": {\"cpu_ms\": 7}}");
        assertThat(policy.name()).isEqualTo("mine");
        assertThat(policy.limits())
                .isEqualTo(ExecutionPolicy.untrusted().limits().with(LimitName.CPU_MS, 7));
        assertThatThrownBy(() -> ExecutionPolicy.parse("mine", "{\"limit\": {}}"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("mine")
                .hasMessageContaining("/limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\ufeff{}", "{\"extends\": \"untrusted\"}", "{\"limits\": {}}"})
    void aFileThatNamesNothingIsUntrusted(String json) throws IOException {
        ExecutionPolicy policy = read(json);
        assertThat(policy.limits()).isEqualTo(ExecutionPolicy.untrusted().limits());
        assertThat(policy.isolation()).isEqualTo(Isolation.CONTEXT);
    }

    @Test
    void theBaseCountsWhereverExtendsStands() throws IOException {
        ExecutionPolicy policy = read("{\"limits\": {\"cpu_ms\": 1}, \"extends\": \"evaluation\"}");
        assertThat(policy.limits().get(LimitName.CPU_MS)).isEqualTo(1);
        assertThat(policy.limits().get(LimitName.WALL_MS)).isEqualTo(15_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|must be a JSON object such as",
                "[]|must be a JSON object such as",
                "{|line 1, column 2: not valid JSON",
                "{} {}|line 1, column 4: not valid JSON",
                "{\"limits\": {\"cpu_ms\": 1, \"cpu_ms\": 2}}|Duplicate field 'cpu_ms'",
                "{\"limit\": {}}|/limit: unknown key; known are extends, limits, modules",
                "{\"a/b~\": {}}|/a~1b~0: unknown key",
                "{\"extends\": \"lax\"}|/extends: must be one of untrusted, evaluation, session",
                "{\"extends\": null}|/extends: must be one of untrusted, evaluation, session",
                "{\"limits\": []}|/limits: must be an object of limits and numbers",
                "{\"limits\": {\"cpu\": 1}}|/limits/cpu: unknown limit; known are cpu_ms, wall_ms, heap_bytes",
                "{\"limits\": {\"CPU_MS\": 1}}|/limits/CPU_MS: unknown limit",
                "{\"limits\": {\"cpu_ms\": 0}}|/limits/cpu_ms: must be a whole number from 1 to 3600000",
                "{\"limits\": {\"cpu_ms\": 3600001}}|/limits/cpu_ms: must be a whole number",
                "{\"limits\": {\"cpu_ms\": 1.0}}|/limits/cpu_ms: must be a whole number",
                "{\"limits\": {\"cpu_ms\": \"1\"}}|/limits/cpu_ms: must be a whole number",
                "{\"limits\": {\"cpu_ms\": 18446744073709551617}}|/limits/cpu_ms: must be a whole number",
                "{\"isolation\": \"PROCESS\"}|/isolation: must be one of context, restored, process, session",
                "{\"limits\": {\"heap_bytes\": 1}}|/limits/heap_bytes: must be a whole number from 134217728 to 68719476736 bytes",
                "{\"limits\": {\"wall_ms\": -1}}|must be a whole number from 1 to 3600000 milliseconds",
                "{\"limits\": {\"threads\": 65}}|/limits/threads: must be a whole number from 1 to 64",
                "{\"isolation\": true}|/isolation: must be one of context, restored, process, session",
            })
    void aMistakeIsToldWithFileAndField(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(folder.resolve("policy.json") + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void allMistakesAreToldAtOnceWhatIsExtendedFirst() throws IOException {
        PolicyException refused =
                refused(
                        "{\"isolation\": 1, \"x\": 1, \"limits\": {\"y\": 1, \"cpu_ms\": 0}, \"extends\": 2}");
        String where = folder.resolve("policy.json") + ": ";
        assertThat(refused.problems())
                .map(
                        problem ->
                                problem.substring(
                                        where.length(), problem.indexOf(": ", where.length())))
                .containsExactly("/extends", "/isolation", "/x", "/limits/y", "/limits/cpu_ms");
        assertThat(refused).hasMessage(String.join("; ", refused.problems()));
    }

    @Test
    void aHostileFileCannotFloodOrForgeTheMessage() throws IOException {
        var json = new StringBuilder("{\"\\u001b[2J\\n\\u202eforged\\u2028\": 1");
        for (int i = 0; i < 1_000; i++) {
            json.append(",\"").append(i).append("y".repeat(900)).append("\": 1");
        }
        PolicyException refused = refused(json.append('}').toString());
        assertThat(refused.problems())
                .hasSize(51)
                .allMatch(problem -> problem.matches("[ -~]{1,600}"));
        assertThat(refused.problems().getFirst())
                .contains("/\\u001b[2J\\u000a\\u202eforged\\u2028: ");
        assertThat(refused.problems().getLast()).endsWith(": 951 more problems");
        assertThat(refused("{\"\u001b\": tr\u0007ue}").getMessage()).matches("[ -~]*");
    }

    @Test
    void aFileThatIsNoPolicyIsRefused() throws IOException {
        assertThatThrownBy(() -> ExecutionPolicy.read(folder.resolve("none.json")))
                .isInstanceOf(PolicyException.class)
                .hasMessage(folder.resolve("none.json") + ": there is no such file");
        assertThatThrownBy(() -> ExecutionPolicy.read(folder))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(folder + ": cannot be read");
        Path file = folder.resolve("bytes.json");
        Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> ExecutionPolicy.read(file))
                .hasMessage(file + ": is not UTF-8 text");
        Files.writeString(file, " ".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> ExecutionPolicy.read(file))
                .hasMessage(file + ": larger than a policy can be (1048576 bytes)");
    }

    @Test
    void aFileCannotPassItselfOffAsAPreset() throws IOException {
        try (FileSystem zip =
                FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            Path file = Files.writeString(zip.getPath("preset policy.json"), "{}");
            assertThat(ExecutionPolicy.read(file).limits())
                    .isEqualTo(ExecutionPolicy.untrusted().limits());
        }
    }

    private ExecutionPolicy read(String json) throws IOException {
        return ExecutionPolicy.read(Files.writeString(folder.resolve("policy.json"), json));
    }

    private PolicyException refused(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.json"), json);
        return catchThrowableOfType(PolicyException.class, () -> ExecutionPolicy.read(file));
    }
}
